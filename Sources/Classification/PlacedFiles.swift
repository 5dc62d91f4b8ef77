import BuildModel
import Strategies

/// The files that the rules of one command look into, each read once: most rules are about the same few.
final class PlacedFiles {
  /// A file of this size is parsed without a look whether it can hold what is asked for.
  private static let smallSize = 1024

  private let read: (String) -> [UInt8]?
  private var files: [String: [UInt8]?] = [:]
  private var parsed: [String: SettingsFile] = [:]

  /// - Parameter read: gives the bytes of a file of the context by its place in the image.
  init(_ read: @escaping (String) -> [UInt8]?) { self.read = read }

  func bytes(at path: String) -> [UInt8]? {
    if let known = files[path] { return known }
    let bytes = read(path)
    files[path] = .some(bytes)
    return bytes
  }

  /// The settings of a file; nil if it holds none of those with these names.
  func settings(at path: String, _ bytes: [UInt8], _ names: [Glob]) -> SettingsFile? {
    if let known = parsed[path] { return known }
    guard bytes.count <= Self.smallSize || SettingsFile.canHold(names, bytes) else { return nil }
    let file = SettingsFile(bytes, path: path)
    parsed[path] = file
    return file
  }
}
