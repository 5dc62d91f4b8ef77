import Strategies
import Testing

/// What the built-in manifests say of names of packages.
@Suite struct PackageNameTests {
  private func grammar(_ distribution: String) throws -> PackageNameGrammar {
    try #require(Plugins.builtin.strategies.distribution(distribution)).packageNames
  }

  private func check(
    _ text: String, _ distribution: String, _ kind: PackageName.Kind, _ name: String, _ qualifier: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let split = try grammar(distribution).split(text)
    #expect(split?.kind == kind, sourceLocation: sourceLocation)
    #expect(split?.name == name, sourceLocation: sourceLocation)
    #expect(split?.qualifier == qualifier, sourceLocation: sourceLocation)
  }

  @Test func aptArguments() throws {
    try check("curl", "debian", .package, "curl")
    try check("g++", "debian", .package, "g++")
    try check("libstdc++6", "debian", .package, "libstdc++6")
    try check("libpq-dev=15.*", "debian", .package, "libpq-dev", "=15.*")
    try check("libc6:amd64", "debian", .package, "libc6", ":amd64")
    try check("libc6:i386=2.36-9", "debian", .package, "libc6", ":i386=2.36-9")
    try check("curl/bookworm-backports", "debian", .package, "curl", "/bookworm-backports")
    try check("exim4-", "debian", .other, "exim4-")
    try check("lamp-server^", "debian", .other, "lamp-server^")
    try check("^libicu[0-9]+$", "debian", .other, "^libicu[0-9]+$")
    try check("libicu[0-9]*", "debian", .other, "libicu[0-9]*")
    try check("php8.2-*", "debian", .other, "php8.2-*")
    try check("./tool.deb", "debian", .other, "./tool.deb")
    try check("/tmp/tool_1.0_amd64.deb", "debian", .other, "/tmp/tool_1.0_amd64.deb")
    try check("tool.deb", "debian", .other, "tool.deb")
  }

  @Test func apkArguments() throws {
    try check("libpq", "alpine", .package, "libpq")
    try check("g++", "alpine", .package, "g++")
    try check("gtk+3.0-dev", "alpine", .package, "gtk+3.0-dev")
    try check("pkg=1.2-r0", "alpine", .package, "pkg", "=1.2-r0")
    try check("pkg~1.2", "alpine", .package, "pkg", "~1.2")
    try check("pkg~=1.2", "alpine", .package, "pkg", "~=1.2")
    try check("pkg>1", "alpine", .package, "pkg", ">1")
    try check("pkg<=1@edge", "alpine", .package, "pkg", "<=1@edge")
    try check("pkg@edge", "alpine", .package, "pkg", "@edge")
    try check("!pkg", "alpine", .other, "!pkg")
    try check(".build-deps", "alpine", .other, ".build-deps")
    try check("so:libpq.so.5", "alpine", .other, "so:libpq.so.5")
    try check("cmd:bash=5.2", "alpine", .other, "cmd:bash=5.2")
    try check("/tmp/tool.apk", "alpine", .other, "/tmp/tool.apk")
  }

  @Test func rpmArguments() throws {
    try check("libpq-devel", "fedora", .package, "libpq-devel")
    try check("gcc-c++", "fedora", .package, "gcc-c++")
    try check("gcc.x86_64", "fedora", .package, "gcc", ".x86_64")
    try check("python3.11-devel", "fedora", .package, "python3.11-devel")
    try check("python3.11", "fedora", .package, "python3.11")
    try check("java-1.8.0-openjdk-devel", "fedora", .package, "java-1.8.0-openjdk-devel")
    try check("gcc-toolset-12", "fedora", .package, "gcc-toolset-12")
    try check("gcc-toolset-12-gcc-c++", "fedora", .package, "gcc-toolset-12-gcc-c++")
    try check("postgresql13-devel", "fedora", .package, "postgresql13-devel")
    try check("libpq-devel-13*", "fedora", .package, "libpq-devel", "-13*")
    try check("libpq-devel-13.5-1.el8", "fedora", .package, "libpq-devel", "-13.5-1.el8")
    try check("libpq-devel-13.5-1.el8.x86_64", "fedora", .package, "libpq-devel", "-13.5-1.el8.x86_64")
    try check("openssl-devel-1:3.0.7-27.el9", "fedora", .package, "openssl-devel", "-1:3.0.7-27.el9")
    try check("nodejs-18.19.0", "fedora", .package, "nodejs", "-18.19.0")
    try check("java-17-openjdk-17.0.9", "fedora", .package, "java-17-openjdk", "-17.0.9")
    try check("php-*", "fedora", .other, "php-*")
    try check(
      "https://rpm.example.org/setup-22.noarch.rpm", "fedora", .other, "https://rpm.example.org/setup-22.noarch.rpm")
    try check("./tool-1.0.rpm", "fedora", .other, "./tool-1.0.rpm")
    try check("/usr/bin/ps", "fedora", .other, "/usr/bin/ps")
    try check("pkgconfig(libpq)", "fedora", .other, "pkgconfig(libpq)")
    try check("@development-tools", "fedora", .group, "@development-tools")
    try check("@Development Tools", "fedora", .group, "@development-tools")
    try check("@nodejs:18/minimal", "fedora", .group, "@nodejs", ":18/minimal")
    #expect(try grammar("fedora").group(named: "Development Tools")?.name == "@development-tools")
    #expect(try grammar("fedora").group(named: "$GROUPS") == nil)
  }

  @Test(arguments: ["", "$", "-y", "--no-cache", "$PACKAGES", "lib${VERSION}", "`list`", "a b"])
  func noName(_ text: String) throws {
    #expect(try grammar("debian").split(text) == nil)
    #expect(try grammar("alpine").split(text) == nil)
    #expect(try grammar("fedora").split(text) == nil)
  }

  @Test func shortArguments() throws {
    try check("=", "debian", .package, "", "=")
    try check("^", "debian", .other, "^")
    try check("!", "alpine", .other, "!")
  }
}
