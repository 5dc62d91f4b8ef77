import Strategies
import Testing

@Suite struct PackageNameTests {
  private func check(
    _ text: String, _ form: PackageName.Form, _ kind: PackageName.Kind, _ name: String, _ qualifier: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let split = PackageName.split(text, form: form)
    #expect(split?.kind == kind, sourceLocation: sourceLocation)
    #expect(split?.name == name, sourceLocation: sourceLocation)
    #expect(split?.qualifier == qualifier, sourceLocation: sourceLocation)
  }

  @Test func aptArguments() {
    check("curl", .apt, .package, "curl")
    check("g++", .apt, .package, "g++")
    check("libstdc++6", .apt, .package, "libstdc++6")
    check("libpq-dev=15.*", .apt, .package, "libpq-dev", "=15.*")
    check("libc6:amd64", .apt, .package, "libc6", ":amd64")
    check("libc6:i386=2.36-9", .apt, .package, "libc6", ":i386=2.36-9")
    check("curl/bookworm-backports", .apt, .package, "curl", "/bookworm-backports")
    check("exim4-", .apt, .exclusion, "exim4", "-")
    check("lamp-server^", .apt, .task, "lamp-server", "^")
    check("^libicu[0-9]+$", .apt, .pattern, "^libicu[0-9]+$")
    check("libicu[0-9]*", .apt, .pattern, "libicu[0-9]*")
    check("php8.2-*", .apt, .pattern, "php8.2-*")
    check("./tool.deb", .apt, .file, "./tool.deb")
    check("/tmp/tool_1.0_amd64.deb", .apt, .file, "/tmp/tool_1.0_amd64.deb")
    check("tool.deb", .apt, .file, "tool.deb")
  }

  @Test func apkArguments() {
    check("libpq", .apk, .package, "libpq")
    check("g++", .apk, .package, "g++")
    check("gtk+3.0-dev", .apk, .package, "gtk+3.0-dev")
    check("pkg=1.2-r0", .apk, .package, "pkg", "=1.2-r0")
    check("pkg~1.2", .apk, .package, "pkg", "~1.2")
    check("pkg~=1.2", .apk, .package, "pkg", "~=1.2")
    check("pkg>1", .apk, .package, "pkg", ">1")
    check("pkg<=1@edge", .apk, .package, "pkg", "<=1@edge")
    check("pkg@edge", .apk, .package, "pkg", "@edge")
    check("!pkg", .apk, .exclusion, "pkg")
    check(".build-deps", .apk, .virtual, ".build-deps")
    check("so:libpq.so.5", .apk, .capability, "so:libpq.so.5")
    check("cmd:bash=5.2", .apk, .capability, "cmd:bash", "=5.2")
    check("/tmp/tool.apk", .apk, .file, "/tmp/tool.apk")
  }

  @Test(arguments: ["", "$", "-y", "--no-cache", "$PACKAGES", "lib${VERSION}", "`list`", "a b"])
  func noName(_ text: String) {
    #expect(PackageName.split(text, form: .apt) == nil)
    #expect(PackageName.split(text, form: .apk) == nil)
  }

  @Test func shortArguments() {
    check("=", .apt, .package, "", "=")
    check("^", .apt, .task, "", "^")
    check("!", .apk, .exclusion, "")
  }
}
