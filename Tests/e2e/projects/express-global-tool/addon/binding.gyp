{
  "targets": [
    {
      "target_name": "pq_version",
      "sources": ["pq_version.c"],
      "include_dirs": ["/usr/include/postgresql"],
      "libraries": ["-lpq"]
    }
  ]
}
