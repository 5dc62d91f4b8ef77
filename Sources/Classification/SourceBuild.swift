import BuildModel
import DockerfileSyntax
import Strategies

/// A program that a RUN builds from its source and installs below one folder, as the GNU Coding Standards have it:
/// `./configure --prefix=… && make && make install`, or the same by CMake or Meson.
struct SourceBuild {
  /// Where the build installs to, as an absolute path.
  private let prefix: String
  private let units: [RunFact.Unit]
  private let firstFact: (unit: Int, fact: Int)

  private static let defaultPrefix = "/usr/local"
  private static let configures: Set<String> = ["configure", "config", "cmake", "meson"]
  private static let makes: Set<String> = ["make", "gmake", "ninja"]
  private static let prepares: Set<String> = [
    "autoreconf", "autogen.sh", "bootstrap", "bootstrap.sh", "buildconf", "autoconf", "automake", "libtoolize",
    "curl", "wget", "tar", "unzip", "gzip", "gunzip", "bunzip2", "xz", "git", "sha256sum", "sha512sum", "sha1sum",
    "md5sum",
    "patch", "sed", "cp", "mv", "rm", "cat", "grep", "find", "ldconfig", "nproc", "strip",
  ]
  /// Folders that nothing of an image is looked for in.
  private static let workFolders = ["/tmp", "/var/tmp", "/usr/src", "/usr/local/src", "/build", "/src", "/root"]

  /// - Parameters:
  ///   - units: the elements of one RUN.
  ///   - state: what holds before it.
  ///   - others: gives the texts of the file's other instructions.
  /// - Returns: nil for a RUN that does anything else, or where the folder that it installs to is not known.
  init?(_ units: [RunFact.Unit], _ state: StageState, others: () -> [String]) {
    let facts = units.flatMap(\.facts)
    guard facts.contains(where: Self.isInstall), facts.allSatisfy({ Self.isPart($0) }) else { return nil }
    var prefix: String?
    for fact in facts {
      if Self.isConfigure(fact) {
        guard let found = Self.prefix(fact.words), prefix == nil || prefix == found else { return nil }
        prefix = found
      } else if Self.isInstall(fact), prefix == nil || fact.words.contains(where: { $0.contains("DESTDIR") }) {
        return nil
      }
    }
    guard let prefix, Self.isOfItsOwn(prefix), Self.leavesNothing(facts, state, others()) else { return nil }
    self.prefix = prefix
    self.units = units
    for (number, unit) in units.enumerated() {
      if let first = unit.facts.firstIndex(where: { Self.isProgram($0) || $0.program == nil }) {
        firstFact = (number, first)
        return
      }
    }
    return nil
  }

  /// The elements with what they do as parts of the build.
  func effects(_ state: StageState, on base: BaseImage) -> [RunFact.Unit] {
    units.enumerated().map { number, unit in
      var unit = unit
      unit.facts = unit.facts.enumerated().map { index, fact in
        guard number > firstFact.unit || number == firstFact.unit && index >= firstFact.fact,
          Self.isProgram(fact) || fact.effect == .neutral || Self.makesWorkFolder(fact)
        else { return fact }
        guard Self.isInstall(fact) else { return fact.with(.buildsFromSource, "a build from source") }
        let install = LanguageInstall(
          ecosystem: "", manager: fact.program ?? "make", paths: [prefix],
          overhead: prefix == Self.defaultPrefix ? base.localSize : 0, lists: [nil], user: state.user,
          isRoot: state.isRoot, isFromSource: true)
        return fact.with(.installsLanguagePackages(install), "a build from source: install")
      }
      return unit
    }
  }

  private static func isProgram(_ fact: CommandFact) -> Bool {
    if case .runsProgram = fact.effect { true } else { false }
  }

  /// Whether the command can be one of such a RUN.
  private static func isPart(_ fact: CommandFact) -> Bool {
    guard fact.script == nil else { return false }
    switch fact.effect {
    case .runsProgram(let program):
      let isShell =
        ["sh", "bash"].contains(program) && fact.words.dropFirst().first.map { $0.hasSuffix(".sh") } == true
      return configures.contains(program) || makes.contains(program) || prepares.contains(program) || isShell
    case .refused, .bringsTools, .replacesTools, .runsTool: return false
    default: return true
    }
  }

  /// Whether the command is a script that finds out how to build something.
  static func isConfigure(_ words: CommandWords) -> Bool {
    words.items.first?.value.map { ImagePath.basename($0) == "configure" } ?? false
  }

  private static func isConfigure(_ fact: CommandFact) -> Bool {
    guard isProgram(fact), let program = fact.program, configures.contains(program) else { return false }
    return !["--build", "--install", "compile", "install", "-E", "-P"].contains(fact.words.dropFirst().first ?? "")
  }

  private static func isInstall(_ fact: CommandFact) -> Bool {
    guard isProgram(fact), let program = fact.program else { return false }
    let operands = fact.words.dropFirst()
    return switch program {
    case _ where makes.contains(program): operands.contains { $0 == "install" || $0.hasPrefix("install-") }
    case "cmake": operands.first == "--install" || operands.contains("install")
    case "meson": operands.first == "install"
    default: false
    }
  }

  /// The folder that a configuring command names; nil where its value is not known, or where it names others besides.
  private static func prefix(_ words: [String]) -> String? {
    var prefix = defaultPrefix
    for (index, word) in words.enumerated() {
      if word == "--prefix" {
        guard index + 1 < words.count else { return nil }
        prefix = words[index + 1]
      }
      for option in ["--prefix=", "-DCMAKE_INSTALL_PREFIX=", "-DCMAKE_INSTALL_PREFIX:PATH="]
      where word.hasPrefix(option) {
        prefix = String(word.dropFirst(option.count))
      }
    }
    guard prefix.hasPrefix("/"), !prefix.contains("$"), !prefix.contains("`") else { return nil }
    prefix = ImagePath.normalise(prefix)
    let leavesIt = words.dropFirst().contains { word in
      guard let sign = word.firstIndex(of: "="), word.hasPrefix("--") || word.hasPrefix("-D") else { return false }
      let name = word[..<sign].lowercased()
      let value = String(word[word.index(after: sign)...])
      let isPlace = ["dir", "path", "prefix"].contains { name.hasSuffix($0) } && !name.hasPrefix("--with-")
      return isPlace && (value.contains("$") || value.hasPrefix("/") && !ImagePath.contains(prefix, value))
    }
    return leavesIt ? nil : prefix
  }

  /// Whether the folder holds nothing that system packages bring.
  private static func isOfItsOwn(_ prefix: String) -> Bool {
    prefix == defaultPrefix || prefix != "/opt" && ["/usr/local", "/opt"].contains { ImagePath.contains($0, prefix) }
  }

  /// Whether nothing else can be looking for the folder of the source.
  private static func leavesNothing(_ facts: [CommandFact], _ state: StageState, _ others: [String]) -> Bool {
    var folder = state.workdir
    let isApart = workFolders.contains { ImagePath.contains($0, folder) }
    guard isApart || facts.contains(where: { $0.program == "cd" }) else { return false }
    for fact in facts where fact.program == "cd" {
      guard let target = fact.words.dropFirst().first, target != "-", target != ".." else { continue }
      if target.hasPrefix("/") { folder = target }
      if folder == "/" { continue }
      if workFolders.contains(where: { ImagePath.contains($0, folder) }) { continue }
      // of a name with a variable or star only its start is known
      let known = target.prefix { $0 != "$" && $0 != "*" }
      let name = ImagePath.basename(String(known))
      guard !name.isEmpty, !others.contains(where: { names(name, $0, isWhole: known == target) }) else { return false }
    }
    return true
  }

  /// Whether a text has the name as a part of a path.
  private static func names(_ name: String, _ text: String, isWhole: Bool) -> Bool {
    text.split { !$0.isLetter && !$0.isNumber && !"._-/".contains($0) }.filter { $0.contains("/") }
      .flatMap { $0.split(separator: "/") }.contains { isWhole ? $0 == name : $0.hasPrefix(name) }
  }

  private static func makesWorkFolder(_ fact: CommandFact) -> Bool {
    guard fact.program == "mkdir", case .setsUp(let paths) = fact.effect else { return false }
    return paths.allSatisfy { path in workFolders.contains { $0 != path && ImagePath.contains($0, path) } }
  }
}

extension RunFact {
  /// The same with the parts of a build from source told apart, if it is one.
  func buildingFromSource(_ state: StageState, on base: BaseImage, others: () -> [String]) -> RunFact {
    guard let build = SourceBuild(units, state, others: others) else { return self }
    var run = self
    run.units = build.effects(state, on: base)
    return run
  }
}
