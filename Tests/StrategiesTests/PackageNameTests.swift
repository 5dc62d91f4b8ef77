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

  @Test func rpmArguments() {
    check("libpq-devel", .rpm, .package, "libpq-devel")
    check("gcc-c++", .rpm, .package, "gcc-c++")
    check("gcc.x86_64", .rpm, .package, "gcc", ".x86_64")
    check("python3.11-devel", .rpm, .package, "python3.11-devel")
    check("python3.11", .rpm, .package, "python3.11")
    check("java-1.8.0-openjdk-devel", .rpm, .package, "java-1.8.0-openjdk-devel")
    check("gcc-toolset-12", .rpm, .package, "gcc-toolset-12")
    check("gcc-toolset-12-gcc-c++", .rpm, .package, "gcc-toolset-12-gcc-c++")
    check("postgresql13-devel", .rpm, .package, "postgresql13-devel")
    check("libpq-devel-13*", .rpm, .package, "libpq-devel", "-13*")
    check("libpq-devel-13.5-1.el8", .rpm, .package, "libpq-devel", "-13.5-1.el8")
    check("libpq-devel-13.5-1.el8.x86_64", .rpm, .package, "libpq-devel", "-13.5-1.el8.x86_64")
    check("openssl-devel-1:3.0.7-27.el9", .rpm, .package, "openssl-devel", "-1:3.0.7-27.el9")
    check("nodejs-18.19.0", .rpm, .package, "nodejs", "-18.19.0")
    check("java-17-openjdk-17.0.9", .rpm, .package, "java-17-openjdk", "-17.0.9")
    check("php-*", .rpm, .pattern, "php-*")
    check("https://rpm.example.org/setup-22.noarch.rpm", .rpm, .file, "https://rpm.example.org/setup-22.noarch.rpm")
    check("./tool-1.0.rpm", .rpm, .file, "./tool-1.0.rpm")
    check("/usr/bin/ps", .rpm, .capability, "/usr/bin/ps")
    check("pkgconfig(libpq)", .rpm, .capability, "pkgconfig(libpq)")
    check("@development-tools", .rpm, .group, "@development-tools")
    check("@Development Tools", .rpm, .group, "@development-tools")
    check("@nodejs:18/minimal", .rpm, .group, "@nodejs", ":18/minimal")
    #expect(PackageName.group(named: "Development Tools")?.name == "@development-tools")
    #expect(PackageName.group(named: "$GROUPS") == nil)
  }

  @Test(arguments: ["", "$", "-y", "--no-cache", "$PACKAGES", "lib${VERSION}", "`list`", "a b"])
  func noName(_ text: String) {
    #expect(PackageName.split(text, form: .apt) == nil)
    #expect(PackageName.split(text, form: .apk) == nil)
    #expect(PackageName.split(text, form: .rpm) == nil)
  }

  @Test func shortArguments() {
    check("=", .apt, .package, "", "=")
    check("^", .apt, .task, "", "^")
    check("!", .apk, .exclusion, "")
  }
}
