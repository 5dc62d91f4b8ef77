import Testing

@testable import Planning

@Suite struct PackageListTests {
  @Test(
    arguments: [
      ("a==1\nb==2 # why\n", ["a==1", "b==2"]),
      ("# c\n\n-r other.txt\na==1 \\\n    --hash=sha256:0\n", ["a==1 \\"]),
      ("a>=1\r\nb\r\n", ["a>=1", "b"]), ("a; python_version == \"3.8\"\n", ["a"]), ("-e .\n", ["-e ."]),
      ("a @ https://x/a.whl\n", ["a @ https://x/a.whl"]), ("  a >= 1 ; x\n", ["a >= 1"]),
      ("--editable lib\n--pre\n-i x\n", ["--editable lib"]), ("", []),
    ] as [(String, [String])])
  func requirements(_ text: String, _ expected: [String]) {
    #expect(PackageList(Array(text.utf8)).requirements == expected)
  }

  @Test(
    arguments: [
      ("Flask", "flask", []), ("zope.interface>=5", "zope-interface", []), ("a__b", "a-b", []),
      ("uvicorn[Standard, other_one] >= 1", "uvicorn", ["standard", "other-one"]), ("a [b]", "a", ["b"]),
      ("a~=1.0,!=1.1", "a", []), ("a[]", "a", []), ("a(>=1)", "a", []),
    ] as [(String, String, [String])])
  func requirement(_ text: String, _ name: String, _ extras: [String]) throws {
    let requirement = try #require(PackageRequirement(text))
    #expect(requirement.name == name)
    #expect(requirement.extras == extras)
  }

  @Test(arguments: [
    "a @ https://x/a.whl", "./a", "/a", "a/b", "git+https://x/y", "-e .", "", "[a]", "a[b", "$A", ".", "a @ file:x",
    "a[b] @ x",
  ])
  func noRequirement(_ text: String) { #expect(PackageRequirement(text) == nil) }
}
