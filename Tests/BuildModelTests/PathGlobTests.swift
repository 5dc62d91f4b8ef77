import BuildModel
import Testing

/// Which paths a pattern takes.
@Suite struct PathGlobTests {
  @Test(arguments: [
    ("legacy", "legacy/a/Dockerfile", true), ("legacy", "a/legacy/Dockerfile", true),
    ("legacy", "legacy-2/Dockerfile", false), ("legacy/", "legacy/a/Dockerfile", true),
    ("/legacy", "a/legacy/Dockerfile", false), ("services/*", "services/a/b/Dockerfile", true),
    ("services/*/Dockerfile", "services/a/b/Dockerfile", false),
    ("services/**/Dockerfile", "services/a/b/Dockerfile", true),
    ("services/**/Dockerfile", "services/Dockerfile", true), ("**/test/**", "a/test/b/Dockerfile", true),
    ("*.Dockerfile", "a/web.Dockerfile", true), ("Dockerfile.?", "a/Dockerfile.ab", false),
    ("Dockerfile.??", "a/Dockerfile.ab", true), ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false),
    ("./services", "services/Dockerfile", true), ("", "a", false), ("**", "a/b", true),
    ("a/**/b/**/c", "a/x/b/y/z/c", true),
    ("a/**/b/**/c", "a/x/b/y/z/d", false),
  ])
  func matches(_ pattern: String, _ path: String, _ expected: Bool) {
    #expect(PathGlob(pattern).matches(path) == expected)
  }

  @Test func endsOnHostilePatterns() {
    let pattern = PathGlob(String(repeating: "**/a*a*/", count: 40) + "**/c")
    #expect(!pattern.matches(String(repeating: "aaaaaaaa/", count: 200) + "b"))
  }
}
