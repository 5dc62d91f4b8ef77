package import Strategies

/// The system packages of an image, as its package manager's own records say.
package struct InstalledPackages: Sendable, Equatable {
  package struct Package: Sendable, Equatable {
    package let name: String
    package let version: String
    /// kB as installed.
    package let size: Int

    package init(name: String, version: String = "", size: Int = 0) {
      self.name = name
      self.version = version
      self.size = size
    }
  }

  /// Sorted by name.
  package private(set) var packages: [Package] = []
  /// The package that brought a file, by its path.
  package private(set) var owners: [String: String] = [:]

  package init() {}

  package init(_ packages: [Package], owners: [String: String] = [:]) {
    self.packages = packages.sorted { $0.name < $1.name }
    self.owners = owners
  }

  /// Reads what the records say.
  ///
  /// - Parameter records: each record's form, path and content.
  package init(records: [(format: ImageRecords.Format, path: String, content: [UInt8])]) {
    var found: [String: Package] = [:]
    for record in records.sorted(by: { $0.path < $1.path }) {
      switch record.format {
      case .paragraphs: Self.readParagraphs(record.content, &found)
      case .taggedLines: readTaggedLines(record.content, &found)
      case .fileList:
        // the name may bear an architecture: `libc6:amd64.list`
        let name = String(ImagePaths.name(of: record.path).prefix { $0 != ":" }.split(separator: ".list").first ?? "")
        for line in record.content.split(separator: UInt8(ascii: "\n")) {
          owners[ImagePaths.clean(String(decoding: line, as: UTF8.self))] = name
        }
      }
    }
    packages = found.values.sorted { $0.name < $1.name }
  }

  private static func readParagraphs(_ text: [UInt8], _ found: inout [String: Package]) {
    var fields: [String: String] = [:]
    func finish() {
      // a package of a minimal image has no status of its own
      guard let name = fields["Package"], fields["Status"]?.hasSuffix(" installed") ?? true else { return }
      found[name] = Package(
        name: name, version: fields["Version"] ?? "", size: fields["Installed-Size"].flatMap { Int($0) } ?? 0)
    }
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.isEmpty {
        finish()
        fields = [:]
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), line.first != UInt8(ascii: " ") {
        let key = String(decoding: line[..<colon], as: UTF8.self)
        guard ["Package", "Status", "Version", "Installed-Size"].contains(key) else { continue }
        fields[key] = String(decoding: line[colon...].dropFirst(2), as: UTF8.self)
      }
    }
    finish()
  }

  private mutating func readTaggedLines(_ text: [UInt8], _ found: inout [String: Package]) {
    var (name, version, size, folder) = ("", "", 0, "")
    func finish() {
      if !name.isEmpty { found[name] = Package(name: name, version: version, size: (size + 500) / 1000) }
    }
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      guard line.count > 2 else {
        finish()
        (name, version, size, folder) = ("", "", 0, "")
        continue
      }
      let value = String(decoding: line.dropFirst(2), as: UTF8.self)
      switch line.first {
      case UInt8(ascii: "P"): name = value
      case UInt8(ascii: "V"): version = value
      case UInt8(ascii: "I"): size = Int(value) ?? 0
      case UInt8(ascii: "F"):
        folder = value
        owners[value] = name
      case UInt8(ascii: "R"): owners[folder.isEmpty ? value : folder + "/" + value] = name
      default: break
      }
    }
    finish()
  }

  /// The packages that are here and not in `other`.
  package func subtracting(_ other: InstalledPackages) -> [Package] {
    let names = Set(other.packages.map(\.name))
    return packages.filter { !names.contains($0.name) }
  }
}
