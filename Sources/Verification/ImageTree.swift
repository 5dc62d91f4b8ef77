package import Strategies

/// The files of an image as its file system shows them.
package struct ImageTree: Sendable {
  package struct Entry: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
      case other
      case binary(ELFFile)
      /// A script with the words behind its `#!`.
      case script([String])
    }

    package var kind: TarHeader.Kind
    package var mode: Int
    package var owner: Int
    package var group: Int
    /// Bytes; 0 for anything but a file.
    package var size: Int
    package var target: String
    package var content: Content = .other

    package init(
      kind: TarHeader.Kind = .file, mode: Int = 0o644, owner: Int = 0, group: Int = 0, size: Int = 0,
      target: String = "", content: Content = .other
    ) {
      self.kind = kind
      self.mode = mode
      self.owner = owner
      self.group = group
      self.size = size
      self.target = target
      self.content = content
    }
  }

  /// By path, without a slash in front.
  package private(set) var entries: [String: Entry] = [:]
  package private(set) var packages = InstalledPackages()
  /// The folders of the loader's configuration, in its order.
  package private(set) var loaderFolders: [String] = []

  package init(
    entries: [String: Entry] = [:], packages: InstalledPackages = InstalledPackages(), loaderFolders: [String] = []
  ) {
    self.entries = entries
    self.packages = packages
    self.loaderFolders = loaderFolders
  }

  /// All paths, sorted.
  package var paths: [String] { entries.keys.sorted() }

  /// The bytes of all files.
  package var size: Int { entries.values.reduce(0) { $0 + $1.size } }

  /// The path behind all symbolic links; nil if it leads nowhere.
  package func resolve(_ path: String) -> String? { resolve(ImagePaths.clean(path), depth: 40) }

  private func resolve(_ path: String, depth: Int) -> String? {
    guard depth > 0 else { return nil }
    var walked = ""
    let parts = path.split(separator: "/")
    for (index, part) in parts.enumerated() {
      if part == "." { continue }
      if part == ".." {
        walked = ImagePaths.folder(of: walked)
        continue
      }
      walked = walked.isEmpty ? String(part) : walked + "/" + part
      guard let entry = entries[walked] else { return nil }
      guard entry.kind == .link else { continue }
      let folder = entry.target.hasPrefix("/") ? "" : ImagePaths.folder(of: walked) + "/"
      let rest = parts[(index + 1)...].joined(separator: "/")
      return resolve(folder + entry.target + "/" + rest, depth: depth - 1)
    }
    return walked
  }

  /// The package that brought a file; folders that were merged into others (`/lib` -> `/usr/lib`) are seen through.
  package func owner(of path: String) -> String? {
    if let owner = packages.owners[path] { return owner }
    // A package's list may name the file by way of the link.
    for (link, target) in mergedFolders where ImagePaths.lies(path, in: target) {
      let alias = link + path.dropFirst(target.count)
      if let owner = packages.owners[alias] { return owner }
    }
    return nil
  }

  /// Links in the root that lead to folders.
  package private(set) var mergedFolders: [(link: String, target: String)] = []

  /// Makes a tree of a tar stream's entries.
  package struct Builder {
    private final class Storage {
      var entries: [String: Entry] = [:]
      var records: [(format: ImageRecords.Format, path: String, content: [UInt8])] = []
      var loaderFiles: [String: [UInt8]] = [:]
    }

    private let storage = Storage()
    package private(set) var reader: TarReader

    /// - Parameter records: where package managers keep their records.
    package init(records: [ImageRecords.Record]) {
      let storage = storage
      func format(_ path: String) -> ImageRecords.Format? {
        records.first { $0.path.matches("/" + path) }?.format
      }
      reader = TarReader(
        wants: { header, head in
          header.kind == .file
            && (ELFFile.isELF(head) || format(header.path) != nil || LoaderConfiguration.isFile(header.path))
        },
        visit: { header, content in
          var entry = Entry(
            kind: header.kind, mode: header.mode, owner: header.owner, group: header.group, size: header.size,
            target: header.target)
          switch header.kind {
          case .file:
            if let file = ELFFile(content) {
              entry.content = .binary(file)
            } else if content.starts(with: "#!".utf8) {
              let line = content.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }
              entry.content = .script(
                String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init))
            }
            if let format = format(header.path) { storage.records.append((format, header.path, content)) }
            if LoaderConfiguration.isFile(header.path) { storage.loaderFiles[header.path] = content }
          case .hardLink:
            if let other = storage.entries[ImagePaths.clean(header.target)] {
              entry = other
              // its bytes are there once
              entry.size = 0
            }
          case .folder, .link, .device: break
          }
          storage.entries[header.path] = entry
        })
    }

    /// Takes the next piece of the stream.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) { reader.feed(bytes) }

    /// The tree of all that came; nil if the stream was no tar.
    package func finish() -> ImageTree? {
      guard !reader.isBroken, !storage.entries.isEmpty else { return nil }
      var tree = ImageTree(
        entries: storage.entries, packages: InstalledPackages(records: storage.records),
        loaderFolders: LoaderConfiguration.folders(storage.loaderFiles))
      for path in tree.paths where !path.contains("/") && tree.entries[path]?.kind == .link {
        if let target = tree.resolve(path), tree.entries[target]?.kind == .folder {
          tree.mergedFolders.append((path, target))
        }
      }
      return tree
    }
  }
}
