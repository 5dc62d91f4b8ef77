import Planning
import Testing

@testable import Verification

@Suite struct VerificationReportTests {
  private var report: VerificationReport {
    var report = VerificationReport()
    report.before.size = 593_400_000
    report.after.size = 289_300_000
    report.before.packages = [.init(name: "gcc"), .init(name: "libc6")]
    report.after.packages = [.init(name: "libc6"), .init(name: "libpq5")]
    report.estimatedSaving = 290_000_000
    report.missing = [
      .init(soname: "liba.so.1", users: ["/a"], packages: ["liba1", "other"], source: ""),
      .init(soname: "liba2.so.1", users: ["/a"], packages: ["liba1"], source: ""),
      .init(soname: "libx.so", users: ["/a"], packages: [], source: ""),
    ]
    return report
  }

  @Test func figures() {
    #expect(report.ratio == 488)
    #expect(report.saving == 304_100_000)
    #expect(report.deviation == -5)
    #expect(report.removedPackages.map(\.name) == ["gcc"])
    #expect(report.newPackages.map(\.name) == ["libpq5"])
    #expect(report.proposals == ["liba1"])
    #expect(VerificationReport.decimal(488) == "0.488")
    #expect(VerificationReport.decimal(1005) == "1.005")
  }

  @Test func onlyFailuresCount() {
    var report = report
    report.checks = [.init("a", "", .passed), .init("b", "", .noted), .init("c", "", .differs)]
    #expect(report.isPassed)
    report.checks.append(.init("d", "", .failed))
    #expect(!report.isPassed)
  }

  @Test func json() throws {
    let json = try #require(JSONReader.read(report.json.text))
    #expect(json["ratio"]?.string == "0.488")
    #expect(json["before"]?["size"]?.number == 593_400_000)
    #expect(json["estimate"]?["deviation"]?.number == -5)
  }
}
