import FoundationEssentials
import Testing

@testable import Verification

@Suite struct ELFFileTests {
  /// The program that runs the tests is an ELF file, and needs the C library.
  @Test func readsAProgram() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: "/proc/self/exe")))
    let file = try #require(ELFFile(bytes))
    #expect(file.is64Bit)
    #expect(file.interpreter?.contains("ld") == true)
    #expect(file.needed.contains { $0.hasPrefix("libc.") })
  }

  @Test func rejectsWhatIsNone() {
    #expect(ELFFile([]) == nil)
    #expect(ELFFile(Array("#!/bin/sh\n".utf8)) == nil)
    #expect(ELFFile([0x7F, 0x45, 0x4C, 0x46] + [UInt8](repeating: 0xFF, count: 200)) == nil)
  }

  /// Damaged files give nothing or less, and never end the program.
  @Test func survivesDamage() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: "/proc/self/exe")).prefix(20_000))
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<20 {
        damaged[Int(random.next(upperBound: UInt(400)))] = UInt8.random(in: 0...255, using: &random)
      }
      damaged[0...3] = [0x7F, 0x45, 0x4C, 0x46]
      _ = ELFFile(damaged)
    }
  }
}
