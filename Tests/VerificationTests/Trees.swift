@testable import Verification

/// Trees for tests, from a few words for each file.
enum Trees {
  static func library(_ soname: String, needs: [String] = [], machine: Int = 62) -> ImageTree.Entry {
    .init(mode: 0o755, size: 10, content: .binary(ELFFile(machine: machine, needed: needs, soname: soname)))
  }

  static func program(
    needs: [String] = [], runpath: [String] = [], rpath: [String] = [], interpreter: String? = "/lib64/ld.so"
  ) -> ImageTree.Entry {
    .init(
      mode: 0o755, size: 10,
      content: .binary(ELFFile(interpreter: interpreter, needed: needs, rpath: rpath, runpath: runpath)))
  }

  static func link(_ target: String) -> ImageTree.Entry { .init(kind: .link, mode: 0o777, target: target) }

  static func script(_ words: String...) -> ImageTree.Entry { .init(mode: 0o755, size: 10, content: .script(words)) }

  static let file = ImageTree.Entry(size: 10)
  static let folder = ImageTree.Entry(kind: .folder, mode: 0o755)
}
