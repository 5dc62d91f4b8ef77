import BuildModel
import Testing

/// What a `.dockerignore` keeps from a build.
@Suite struct IgnoreRulesTests {
  @Test(arguments: [
    // a pattern starts at the context's root, and takes what lies in a folder
    ("tests", "tests", true), ("tests", "tests/a/b.py", true), ("tests", "app/tests", false),
    ("tests", "tests2", false),
    ("/tests/", "tests/a", true), ("./app//tests", "app/tests/a", true), ("app/../tests", "tests", true),
    ("../tests", "tests", false), ("  tests \t", "tests", true), (".", "a", false), ("/", "a", false),
    // names
    ("*.md", "README.md", true), ("*.md", "docs/a.md", false), ("docs/*.md", "docs/a.md", true),
    ("docs/*.md", "docs/a/b.md", false), ("*", "a/b", true), ("*/temp*", "a/temporary", true),
    ("*/temp*", "a/b/temp", false), ("temp?", "temp", false), ("temp?", "temp1", true), ("temp?", "tempé", true),
    ("[ab]c", "bc", true), ("[ab]c", "cc", false), ("[^ab]c", "cc", true), ("[a-c]?", "b1", true), ("[a-c", "b", false),
    (#"\*"#, "*", true), (#"\*"#, "a", false), (#"[\]]"#, "]", true), ("a[b]", "a[b]", false),
    // folders
    ("**/a.py", "a.py", true), ("**/a.py", "x/y/a.py", true), ("**/*.py", "x/y/a.py", true), ("**", "a/b", true),
    ("x/**", "x/a/b", true), ("x/**/y", "x/y", true), ("x/**/y", "x/a/b/y/z", true), ("x/**/y", "x/a/b", false),
    ("**/node_modules", "web/node_modules/a/b.js", true), ("**.py", "x/a.py", true), ("**.py", "x/a.pyc", false),
    ("**b/c", "x/ab/c", true), ("x**", "xy/z", true), ("x/**.py", "x/y/a.py", false), ("x/**.py", "x/y/.py", true),
    ("**.p*", "a.py", false), ("**.p*", "x/.py", true), ("x**y", "xa/b/y", true),
    // comments, exceptions: the last one decides
    ("# a\na", "a", true), ("#a", "#a", false), (" #a", "#a", true), ("*\n!a", "a", false), ("*\n!a", "b", true),
    ("!a\n*", "a", true), ("*\n!a\na/b", "a/b/c", true), ("*\n!a\na/b", "a/c", false), ("a\n! a/b", "a/b", false),
    ("a\n!a/b", "a/c", true), ("*.md\n!README*.md\nREADME-s.md", "README-s.md", true), ("a\n!**/*.py", "a/x.py", false),
    ("!", "a", false), ("\u{FEFF}a", "a", true), ("a\r\nb\r\n", "a", true), ("", "a", false),
  ])
  func excludes(_ text: String, _ path: String, _ expected: Bool) {
    #expect(IgnoreRules(Array(text.utf8)).exclude(path) == expected)
  }

  @Test(arguments: [
    ("a", "a", true), ("a\n!a/b", "a", false), ("*\n!a/b/*.py", "a", false), ("*\n!a/b/*.py", "a/b", false),
    ("*\n!a/b/*.py", "a/c", true), ("*\n!a", "b", true), ("*\n!**/*.py", "b/c", false), ("b", "a", false),
  ])
  func excludesFolders(_ text: String, _ path: String, _ expected: Bool) {
    #expect(IgnoreRules(Array(text.utf8)).excludeAll(in: path) == expected)
  }

  @Test func endsOnHostilePatterns() {
    let rules = IgnoreRules(Array(String(repeating: "**a*a**/", count: 2000).utf8))
    #expect(!rules.exclude(String(repeating: "aaaaaaaa/", count: 200) + "b"))
  }

  private static let files = [
    ".dockerignore": "app/secret\n*.sh\n", "Dockerfile": "", "app/a": "a", "app/secret/b": "b", "run.sh": "c",
  ]

  private static func context(_ files: [String: String], ignore: String? = nil) -> BuildContext {
    let all = ContextFiles(
      read: { files[$0].map { Array($0.utf8) } },
      entries: { folder in
        let names = files.keys.filter { folder.isEmpty || $0.hasPrefix(folder + "/") }
          .map { $0.dropFirst(folder.isEmpty ? 0 : folder.count + 1).split(separator: "/")[0] }
        return names.isEmpty ? nil : Set(names.map(String.init)).sorted()
      })
    return BuildContext(folder: "", files: all, ignore: ignore.map { Array($0.utf8) })
  }

  @Test func hidesFilesFromTheBuild() {
    let sent = Self.context(Self.files).sent
    #expect(sent.entries("") == [".dockerignore", "Dockerfile", "app"])
    #expect(sent.entries("app") == ["a"] && sent.entries("app/secret") == nil)
    #expect(sent.read("app/a") != nil && sent.read("app/secret/b") == nil && sent.read("run.sh") == nil)
    #expect(Self.context(Self.files).files.read("run.sh") != nil)
  }

  @Test func prefersTheFileOfTheDockerfile() {
    let sent = Self.context(Self.files, ignore: "app\n").sent
    #expect(sent.entries("") == [".dockerignore", "Dockerfile", "run.sh"])
    #expect(Self.context(Self.files, ignore: "").sent.read("app/secret/b") != nil)
  }
}
