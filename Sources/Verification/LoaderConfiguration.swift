/// Where loaders look for libraries, as their files of settings say (`man 8 ldconfig`; musl, `ldso/dynlink.c`).
enum LoaderConfiguration {
  /// Whether the file at `path` is one of them.
  static func isFile(_ path: String) -> Bool {
    path == "etc/ld.so.conf" || (path.hasPrefix("etc/ld.so.conf.d/") && path.hasSuffix(".conf"))
      || (path.hasPrefix("etc/ld-musl-") && path.hasSuffix(".path"))
  }

  /// The folders that the files name, without slashes in front.
  static func folders(_ files: [String: [UInt8]]) -> [String] {
    var folders: [String] = []
    for path in files.keys.sorted() {
      let text = String(decoding: files[path] ?? [], as: UTF8.self)
      for line in text.split(whereSeparator: { $0.isNewline || $0 == ":" }) {
        let line = line.prefix { $0 != "#" }
        guard line.hasPrefix("/") else { continue }
        let folder = ImagePaths.clean(String(line.prefix { !$0.isWhitespace }))
        if !folders.contains(folder) { folders.append(folder) }
      }
    }
    return folders
  }
}
