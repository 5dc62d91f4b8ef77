import FoundationEssentials

/// The repository's own files, by their paths in it.
enum Disk {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  static func bytes(_ path: String) -> [UInt8]? {
    (try? Data(contentsOf: root.appending(path: path))).map { [UInt8]($0) }
  }

  /// Writes a file with its folders; without bytes it is removed.
  static func write(_ bytes: [UInt8]?, to path: String) throws {
    let url = root.appending(path: path)
    guard let bytes else {
      if FileManager.default.fileExists(atPath: url.path()) { try FileManager.default.removeItem(at: url) }
      return
    }
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// All files below a folder, by their path in it.
  static func files(below folder: String) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in names(in: folder) {
      let path = "\(folder)/\(name)"
      if isFolder(path) {
        for (inner, bytes) in Self.files(below: path) { files["\(name)/\(inner)"] = bytes }
      } else {
        files[name] = bytes(path)
      }
    }
    return files
  }

  /// The names of the folders in a folder, sorted.
  static func folders(in folder: String) -> [String] { names(in: folder).filter { isFolder("\(folder)/\($0)") } }

  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path())) ?? []).sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: root.appending(path: path).path(), isDirectory: &isFolder) && isFolder
  }
}
