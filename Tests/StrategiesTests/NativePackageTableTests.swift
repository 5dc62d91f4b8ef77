import SourceText
import Strategies
import Testing

@Suite struct NativePackageTableTests {
  private static let columns = "# columns\tpackage how prebuilt elf verified deb deb-compiled apk apk-compiled\n"
  private let table = NativePackageTable(
    TableText(Array((columns + "a-b\tlink\tnone\tyes\tno\tx y\tz\t\tq\nc_d\tdlopen\tpure\tno\tyes\tx\t\tx\t\n").utf8)))

  @Test func lookUp() {
    let entry = table.entry("a-b", family: "deb")
    #expect(entry?.loading == .link)
    #expect(entry?.prebuilt == NativePackageEntry.Prebuilt.none)
    #expect(entry?.isVisibleToScan == true)
    #expect(entry?.isVerified == false)
    #expect(entry?.needs == ["x", "y"])
    #expect(entry?.needsWhenCompiled == ["z"])
    #expect(table.entry("a-b", family: "apk")?.needs == [])
    #expect(table.entry("a-b", family: "apk")?.needsWhenCompiled == ["q"])
    #expect(table.entry("A._B", family: "deb") == entry)
    #expect(table.entry("c_d", family: "deb")?.loading == .dlopen)
    #expect(table.families == ["deb", "apk"])
    #expect(table.names.map(\.text) == ["a-b", "c_d"])
  }

  @Test func unknown() {
    #expect(table.entry("a-b", family: "rpm") == nil)
    #expect(table.entry("a-b", family: "how") == nil)
    #expect(table.entry("a", family: "deb") == nil)
    #expect(table.entry("", family: "deb") == nil)
    #expect(table.entry("# columns", family: "deb") == nil)
    #expect(NativePackageTable(TableText("a\tlink\n")).entry("a", family: "deb") == nil)
  }

  @Test func validation() {
    #expect(table.validate() == [])
    for text in ["", "a\tb\n", "# columns\ta b\nx\ty\n"] {
      #expect(NativePackageTable(TableText(Array(text.utf8))).validate().map(\.id) == ["tables/header"])
    }
    check("a\tlink\tnone\tyes\tno\t\t\t\n", gives: ["tables/columns"])
    check("a\tloop\tnone\tyes\tno\t\t\t\t\n", gives: ["tables/word"])
    check("a\tlink\tsome\tyes\tno\t\t\t\t\n", gives: ["tables/word"])
    check("a\tlink\tnone\ty\tno\t\t\t\t\n", gives: ["tables/word"])
    check("b\tlink\tnone\tyes\tno\t\t\t\t\na\tlink\tnone\tyes\tno\t\t\t\t\n", gives: ["tables/unsorted"])
  }

  private func check(_ rows: String, gives ids: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    let table = NativePackageTable(TableText(Array((Self.columns + rows).utf8)))
    #expect(table.validate().map(\.id) == ids, sourceLocation: sourceLocation)
  }
}
