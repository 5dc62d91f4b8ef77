#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import SourceText
import Synchronization

/// Remembers folders and files of a project while it is planned, since the engine asks for the same ones many times.
///
/// What stands in no folder's list is not asked for again, which saves most calls of the system.
final class FolderCache: Sendable {
  private struct Folder {
    /// Sorted; nil if it is none.
    var names: [String]?
    /// The types of the entries, in the same order.
    var kinds: [UInt8] = []

    /// The type of an entry; nil if there is no such name.
    func kind(_ name: String) -> UInt8? {
      guard let names else { return nil }
      var low = 0
      var high = names.count
      while low < high {
        let middle = (low + high) / 2
        if names[middle] < name { low = middle + 1 } else { high = middle }
      }
      return low < names.count && names[low] == name ? kinds[low] : nil
    }
  }

  private struct State {
    var folders: [String: Folder] = [:]
    var files: [String: [UInt8]?] = [:]
    var size = 0
    /// The folder of the entry that was asked for last; mostly the next one stands there too.
    var last: (path: String, folder: Folder)?
  }

  private static let folderLimit = 4096
  private static let sizeLimit = 8 << 20
  private static let fileLimit = 1 << 20

  private let state = Mutex(State())

  /// Forgets what can have changed since.
  func clear() { state.withLock { $0 = State() } }

  /// The names in a folder, sorted bytewise; nil if it is none.
  func entries(_ path: String) -> [String]? { state.withLock { Self.folder(path, &$0).names } }

  func kind(of path: String) -> Disk.Kind {
    let known = state.withLock { state -> UInt8? in
      let folder: Folder
      let name: String
      if let last = state.last, let rest = Self.name(path, in: last.path) {
        (folder, name) = (last.folder, rest)
      } else {
        let parent = Self.parent(path)
        (folder, name) = (Self.folder(parent.folder, &state), parent.name)
        state.last = (parent.folder, folder)
      }
      guard folder.names != nil, !Self.isUnlisted(name) else { return nil }
      return folder.kind(name) ?? UInt8(255)
    }
    switch known {
    case UInt8(255): return .missing
    case UInt8(DT_REG): return .file
    case UInt8(DT_DIR): return .folder
    default: return Disk.kind(of: path.isEmpty ? "." : path)
    }
  }

  /// The bytes of a file; nil if it can't be read.
  func read(_ path: String) -> [UInt8]? {
    if let known = state.withLock({ $0.files[path] }) { return known }
    guard kind(of: path) != .missing else { return nil }
    let bytes = try? Disk.read(path)
    if (bytes?.count ?? 0) <= Self.fileLimit {
      state.withLock { state in
        if state.size > Self.sizeLimit {
          state.files = [:]
          state.size = 0
        }
        state.files[path] = .some(bytes)
        state.size += (bytes?.count ?? 0) + path.utf8.count + 64
      }
    }
    return bytes
  }

  private static func folder(_ path: String, _ state: inout State) -> Folder {
    if let known = state.folders[path] { return known }
    if state.folders.count > folderLimit { state.folders = [:] }
    let parent = parent(path)
    // a folder that its own folder does not list is not there
    let above = path.isEmpty || path == "/" || path == "." ? nil : state.folders[parent.folder]
    var folder = Folder()
    if let above, let names = above.names, !names.isEmpty, Self.rules(out: parent.name, above) { return folder }
    guard let stream = opendir(path.isEmpty ? "." : path) else {
      state.folders[path] = folder
      return folder
    }
    defer { closedir(stream) }
    var found: [(name: String, kind: UInt8)] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      found.append((name, entry.pointee.d_type))
    }
    found.sort { $0.name < $1.name }
    folder.names = found.map(\.name)
    folder.kinds = found.map(\.kind)
    state.folders[path] = folder
    return folder
  }

  private static func rules(out name: String, _ folder: Folder) -> Bool {
    guard !isUnlisted(name) else { return false }
    guard let kind = folder.kind(name) else { return true }
    return kind == UInt8(DT_REG)
  }

  /// Whether the name stands for the folder itself or the one above, which no folder lists.
  private static func isUnlisted(_ name: String) -> Bool { name.isEmpty || name == "." || name == ".." }

  private static func parent(_ path: String) -> (folder: String, name: String) {
    var text = path
    return text.withUTF8 { bytes in
      guard let last = bytes.lastIndex(of: slash) else { return ("", path) }
      return (last == 0 ? "/" : string(bytes[..<last]), string(bytes[(last + 1)...]))
    }
  }

  /// The name of an entry right in a folder, which is not the root; nil if the path is none of there.
  private static func name(_ path: String, in folder: String) -> String? {
    var path = path
    var folder = folder
    return path.withUTF8 { path in
      folder.withUTF8 { folder in
        guard !folder.isEmpty, path.count > folder.count, path[folder.count] == slash, path.holds(folder, at: 0) else {
          return nil
        }
        let rest = path[(folder.count + 1)...]
        return rest.contains(slash) ? nil : string(rest)
      }
    }
  }

  private static let slash = UInt8(ascii: "/")

  private static func string(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes), as: UTF8.self)
  }
}
