import BuildModel

/// A user that a command makes: `useradd`, `adduser` of Debian or of BusyBox, or the home that `usermod` gives it.
///
/// Sources of the options: useradd(8), adduser(8) of Debian, `adduser --help` of BusyBox.
package struct UserCreation: Sendable, Equatable {
  package let name: String
  /// The number, where the command names one.
  package let number: String?
  /// The home folder; nil where the command does not tell it.
  package let home: String?

  /// Gives nil if the words make no user, or its name is not known.
  package init?(_ words: [String?]) {
    guard let program = words.first.flatMap({ $0 }).map(ImagePath.basename),
      let shape = Self.shapes[program]
    else { return nil }
    var names: [String] = []
    var values: [String: String?] = [:]
    var index = 1
    while index < words.count {
      let word = words[index]
      index += 1
      guard let word, word.hasPrefix("-"), word.utf8.count > 1 else {
        guard let word else { return nil }
        names.append(word)
        continue
      }
      if word.hasPrefix("--") {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2 {
          values[parts[0]] = .some(parts[1])
        } else if shape.longWithValue.contains(word) {
          values[word] = index < words.count ? words[index] : .some(nil)
          index += 1
        } else {
          values[word] = .some("")
        }
        continue
      }
      // Letters stand together: the first that takes a value takes the rest of the word, or the next one.
      var letters = word.dropFirst()
      while let letter = letters.popFirst() {
        guard shape.shortWithValue.contains(letter) else { continue }
        if letters.isEmpty {
          values["-\(letter)"] = index < words.count ? words[index] : .some(nil)
          index += 1
        } else {
          values["-\(letter)"] = .some(String(letters))
        }
        break
      }
    }
    // `adduser USER GROUP` makes no user, and of `usermod` only a new home matters.
    guard names.count == 1, let name = names.first else { return nil }
    let given = shape.home.lazy.compactMap { values[$0] }.first
    if program == "usermod", given == nil { return nil }
    let base = shape.base.lazy.compactMap { values[$0] }.first
    self.name = name
    number = (values["-u"] ?? values["--uid"]) ?? nil
    if let given {
      home = given.map { ImagePath.normalise($0) }
    } else if let base {
      home = base.map { ImagePath.normalise(name, in: $0) }
    } else {
      home = shape.hidesHome.contains { values[$0] != nil } ? nil : "/home/" + name
    }
  }

  /// Whether the program can make a user.
  static func makes(_ program: String) -> Bool { shapes[program] != nil }

  private struct Shape {
    let shortWithValue: String
    let longWithValue: Set<String>
    let home: [String]
    let base: [String]
    /// Options with which the home folder is none of the user's own.
    let hidesHome: [String]
  }

  private static let useradd = Shape(
    shortWithValue: "bcdefgGkKpRPsuZ",
    longWithValue: [
      "--base-dir", "--comment", "--home-dir", "--home", "--expiredate", "--inactive", "--gid", "--groups", "--skel",
      "--key", "--password", "--root", "--prefix", "--shell", "--uid", "--selinux-user",
    ], home: ["-d", "--home-dir", "--home"], base: ["-b", "--base-dir"], hidesHome: [])

  private static let shapes: [String: Shape] = [
    "useradd": useradd, "usermod": useradd,
    "adduser": Shape(
      shortWithValue: "hgsGuk",
      longWithValue: [
        "--home", "--shell", "--uid", "--gid", "--ingroup", "--gecos", "--comment", "--firstuid", "--lastuid",
        "--firstgid", "--lastgid", "--conf",
      ], home: ["-h", "--home"], base: [], hidesHome: ["--system"]),
  ]
}
