import SourceText
import Strategies
import Testing

@Suite struct PackageTableTests {
  private static let small = """
    # format\t1
    # distribution\tdebian
    # release\t12
    # codename\tbookworm
    # architecture\tamd64
    # index\tbookworm\tSat, 11 Jul 2026 10:16:37 UTC
    # base\tlibc6 tzdata
    # columns\tpackage role runtime how kb depends recommends
    a-first\trun\t\t\t1\t\t
    compiler\tbuild\t\tcur\t1000\tlinker headers\t
    headers\tbuild\t\tnone\t200\tlibc6\t
    libssl3\t=\tlibssl3t64\tprov\t\t\t
    libssl3t64\tlib\t\t\t30\t\t
    libx-dev\tbuild\tlibx1 libxx1\tdep=so\t~50\tlibx1 libxx1 headers\tlibx-doc
    libx-doc\tbuild\t\tcur\t\t\t
    libx1\tlib\t\t\t7\tlibssl3\ttzdata
    libxx1\tlib\t\tunverified\t8\tlibx1\t
    linker\tbuild\t\tcur\t300\tcompiler\t
    ring1\t=\tring2\tprov\t\t\t
    ring2\t=\tring1\tprov\t\t\t
    z-last\tsetup\t\t\t2\t\tnowhere
    """

  private var table: PackageTable { PackageTable(TableText(Array(Self.small.utf8))) }

  @Test func header() {
    let header = table.header
    #expect(header.format == "1")
    #expect(header.distribution == "debian")
    #expect(header.release == "12")
    #expect(header.codename == "bookworm")
    #expect(header.architecture == "amd64")
    #expect(header.indexes == ["bookworm Sat, 11 Jul 2026 10:16:37 UTC"])
    #expect(header.base == ["libc6", "tzdata"])
  }

  @Test func everyRowIsFound() {
    for line in Self.small.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("ring") {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let entry = table.entry(columns[0])
      #expect(entry?.name == columns[0])
      #expect(entry?.resolvedName == (columns[1] == "=" ? columns[2] : columns[0]))
    }
    let dev = table.entry("libx-dev")
    #expect(dev?.role == .build)
    #expect(dev?.runtime == ["libx1", "libxx1"])
    #expect(dev?.installedSize == 50)
    #expect(dev?.isSizeEstimated == true)
    #expect(dev?.depends == ["libx1", "libxx1", "headers"])
    #expect(dev?.recommends == ["libx-doc"])
    #expect(dev?.isVerified == true)
    #expect(table.entry("libxx1")?.isVerified == false)
    #expect(table.entry("libx-doc")?.installedSize == nil)
    #expect(table.entry("z-last")?.role == .setup)
  }

  @Test(arguments: ["", "a", "a-firs", "a-firstt", "zz", "#", "# base", "libx", "ring1", "\u{0}", "\u{10FFFF}"])
  func unknownName(_ name: String) { #expect(table.entry(name) == nil) }

  @Test func closureLeavesOutTheBase() {
    let closure = table.closure(of: ["libx-dev", "tzdata"], recommends: false)
    #expect(closure.names == ["headers", "libssl3t64", "libx-dev", "libx1", "libxx1"])
    #expect(closure.installedSize == 200 + 30 + 50 + 7 + 8)
    #expect(closure.isSizeEstimated)
    #expect(closure.unknown == ["libc6"])
  }

  @Test func closureFollowsRecommends() {
    #expect(table.closure(of: ["libx-dev"], recommends: true).names.contains("libx-doc"))
    #expect(!table.closure(of: ["libx-dev"], recommends: false).names.contains("libx-doc"))
    #expect(table.closure(of: ["z-last"], recommends: true).unknown == ["nowhere"])
  }

  @Test func closureEndsInARing() {
    let closure = table.closure(of: ["compiler"], recommends: true, present: ["headers"])
    #expect(closure.names == ["compiler", "linker"])
    #expect(closure.installedSize == 1300)
    #expect(!closure.isSizeEstimated)
    #expect(closure.unknown == [])
  }

  @Test func closureListsUnknownNames() {
    let closure = table.closure(of: ["nope", "a-first", "also-nope"], recommends: false, present: ["a-first"])
    #expect(closure.names == [])
    #expect(closure.unknown == ["also-nope", "nope"])
  }

  @Test func validation() {
    #expect(Set(table.validate().map(\.id)) == ["tables/alias", "tables/unknown-package"])
    check("# format\t2\na\trun\t\t\t\t\t\n", gives: ["tables/format", "tables/header", "tables/header"])
    check("", gives: ["tables/format", "tables/header", "tables/header"])
    check(top + "b\trun\t\t\t\t\t\na\trun\t\t\t\t\t\n", gives: ["tables/unsorted"])
    check(top + "a\trun\t\t\t\t\t\na\trun\t\t\t\t\t\n", gives: ["tables/unsorted"])
    check(top + "a\trun\t\t\n", gives: ["tables/columns"])
    check(top + "a\twalk\t\tmagic\tbig\t\t\n", gives: ["tables/role", "tables/how", "tables/size"])
    check(top + "a\trun\t\t\t\tb\t\n", gives: ["tables/unknown-package"])
    check(top + "a\trun\t\t\t\t\t\n# release\t12\n", gives: ["tables/header-below-rows"])
    check(top + "a\trun\t\t\t~12\t\t\nb\trun\t\tcur\t1\ta\ta\n", gives: [])
  }

  private let top = "# format\t1\n# distribution\tdebian\n# release\t12\n"

  private func check(_ text: String, gives ids: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    let diagnostics = PackageTable(TableText(Array(text.utf8))).validate()
    #expect(diagnostics.map(\.id) == ids, sourceLocation: sourceLocation)
  }

  @Test func hostileTables() {
    let texts = [
      "\n\n\n", "\t\t\t", "x", "x\t=\tx\t\t\t\t", "\n\t\n#\n\t=\t\n", String(repeating: "a", count: 100_000),
    ]
    for text in texts {
      let table = PackageTable(TableText(Array(text.utf8)))
      for name in ["", "x", "a", "zzz"] { #expect(table.entry(name) == nil) }
      let closure = table.closure(of: ["x"], recommends: true)
      #expect(closure.names + closure.unknown == ["x"])
      #expect(!table.validate().isEmpty)
    }
  }

  @Test func embeddedAndLoadedTextAreTheSame() {
    let embedded: StaticString = "a\trun\n"
    #expect(TableText(embedded).bytes == Array("a\trun\n".utf8))
    #expect(TableText(Array("a\trun\n".utf8)).bytes == TableText(embedded).bytes)
  }

  @Test func commands() {
    let table = CommandTable(TableText("# columns\tpackage commands\ncurl\tcurl\ngit\tgit git-shell\nnc\tnc curl\n"))
    #expect(table.commands(of: "git") == ["git", "git-shell"])
    #expect(table.commands(of: "gi") == [])
    #expect(table.commands(of: "# columns") == [])
    #expect(table.packages(providing: "curl") == ["curl", "nc"])
    #expect(table.packages(providing: "cur") == [])
    #expect(table.packages(providing: "") == [])
  }
}
