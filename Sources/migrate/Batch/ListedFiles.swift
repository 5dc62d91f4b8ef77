import Discovery

/// The files of a repository that matter to the search for projects; all paths are seen from the root.
struct ListedFiles {
  var dockerfiles: [String] = []
  /// Compose files, bake files, workflows and so on.
  var declarations: [String] = []
  /// Dockerfiles whose paths are no UTF-8, with what can be shown of them.
  var unreadableNames: [String] = []
  /// Repositories inside of the repository, which are not looked into.
  var submodules: [String] = []
  /// Folders that could not be searched, with the reason.
  var problems: [(path: String, reason: String)] = []
  /// All files that were listed.
  var count = 0

  /// Takes a file in if its name says that it matters.
  mutating func add(_ path: UnsafeBufferPointer<UInt8>, below prefix: String) {
    count += 1
    guard let role = FileRole(path: path) else { return }
    guard let text = String(validating: path, as: UTF8.self) else {
      if role == .dockerfile { unreadableNames.append(Self.join(prefix, Self.visible(path))) }
      return
    }
    let full = Self.join(prefix, text)
    if role == .dockerfile { dockerfiles.append(full) } else { declarations.append(full) }
  }

  /// Whether a search among both finds the same projects.
  func hasSameNames(as other: ListedFiles) -> Bool {
    dockerfiles == other.dockerfiles && declarations == other.declarations
  }

  static func join(_ folder: String, _ path: String) -> String {
    folder.isEmpty ? path : path.isEmpty ? folder : folder + "/" + path
  }

  /// A name in which bytes that are no UTF-8 stand as `\xFF`.
  static func visible(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var result = ""
    var rest = Array(bytes)[...]
    while let first = rest.first {
      let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      if let text = String(validating: rest.prefix(length), as: UTF8.self) {
        result += text
        rest = rest.dropFirst(length)
      } else {
        result += "\\x" + String(first, radix: 16, uppercase: true)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
