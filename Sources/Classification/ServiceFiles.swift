import BuildModel
import SourceText
import Strategies

/// Files in the image from which other programs take the commands that they start: supervisord, cron, runit, s6.
enum ServiceFiles {
  /// Files of a project with such a name are looked into wherever they stand.
  private static let names = Glob("*supervis*|*crontab*|*.cron|cronjob*|*cron.conf")
  /// Where the system's programs look for them, or for scripts that they start.
  private static let places = Glob(
    "/etc/supervis*|/etc/cron*|/etc/periodic/*|/var/spool/cron/*|/etc/service/*|/etc/services.d/*|/etc/s6*|/etc/sv/*"
      + "|/etc/runit/*|/etc/cont-init.d/*|/etc/my_init.d/*|/docker-entrypoint.d/*|/docker-entrypoint-init.d/*")
  /// How deep they are looked for in a folder that is copied; below the image's root they lie deeper.
  private static let depth = (project: 3, root: 6)

  /// The paths in the context of the files that a copy brings, and that can be such ones.
  static func paths(of copy: ContextCopy, in files: ContextFiles) -> [String] {
    let isSystem = copy.destination == "/" || ImagePath.contains("/etc", copy.destination)
    return copy.sources.flatMap { source -> [String] in
      if source.isEmpty || files.isFolder(source) {
        return paths(in: source, of: copy, files, depth: isSystem ? depth.root : depth.project)
      }
      return Wildcard.isPattern(source)
        ? copy.files(in: files).filter { isWanted($0, copy, files) } : isWanted(source, copy, files) ? [source] : []
    }
  }

  private static func paths(
    in folder: String, of copy: ContextCopy, _ files: ContextFiles, depth: Int
  ) -> [String] {
    guard depth > 0 else { return [] }
    return (files.entries(folder) ?? []).prefix(500).flatMap { name -> [String] in
      guard !name.hasPrefix("."), name != "node_modules" else { return [] }
      let path = ImagePath.join(folder, name)
      let mayBeFolder = !name.utf8.contains(UInt8(ascii: ".")) || name.hasSuffix(".d")
      if mayBeFolder, files.isFolder(path) { return paths(in: path, of: copy, files, depth: depth - 1) }
      return isWanted(path, copy, files) ? [path] : []
    }
  }

  private static func isWanted(_ path: String, _ copy: ContextCopy, _ files: ContextFiles) -> Bool {
    names.matches(ImagePath.basename(path).lowercased())
      || copy.imagePath(of: path, in: files).map(places.matches) ?? false
  }

  /// The commands in the sections of supervisord's configuration, and in the lines of a crontab.
  static func commands(in bytes: [UInt8]) -> [String] {
    guard bytes.count < 1 << 20 else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.flatMap { line -> [String] in
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("command") {
        let value = line.dropFirst("command".count).drop { $0 == " " || $0 == "\t" }
        return value.first == "=" ? [String(value.dropFirst())] : []
      }
      return scheduled(line)
    }
  }

  /// The command of a crontab's line; the system's own names a user before it, so that it is also given without its
  /// first word.
  private static func scheduled(_ line: Substring) -> [String] {
    let fields = line.split(maxSplits: 5, whereSeparator: { $0 == " " || $0 == "\t" })
    guard let first = fields.first else { return [] }
    let count = first.hasPrefix("@") ? 1 : 5
    guard fields.count > count, first.hasPrefix("@") || fields.prefix(5).allSatisfy(isSchedule) else { return [] }
    let start = fields[count].startIndex
    let command = line[start...]
    let behindUser = command.drop { $0 != " " && $0 != "\t" }.drop { $0 == " " || $0 == "\t" }
    return [String(command), String(behindUser)].filter { !$0.isEmpty }
  }

  private static func isSchedule(_ field: Substring) -> Bool {
    guard let first = field.utf8.first, first == UInt8(ascii: "*") || (48...57).contains(first) else {
      return ["jan", "mon", "sun", "tue", "wed", "thu", "fri", "sat"].contains(field.prefix(3).lowercased())
    }
    return field.utf8.allSatisfy { byte in
      (48...57).contains(byte) || "*/,-".utf8.contains(byte) || (97...122).contains(byte | 0x20)
    }
  }
}
