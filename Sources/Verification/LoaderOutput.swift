/// What a loader prints of the libraries that a file needs (`ld.so --list`, musl's `ldd`).
package enum LoaderOutput {
  /// The libraries that are not found, from lines of musl
  /// (`Error loading shared library libpq.so.5: No such file or directory (needed by /app/x)`) and of glibc, whose
  /// `ldd` names all (`libpq.so.5 => not found`), and whose loader stops at the first
  /// (`/app/x: error while loading shared libraries: libpq.so.5: cannot open shared object file: …`).
  package static func missing(_ lines: [Substring]) -> [String] {
    var names: [String] = []
    for line in lines {
      let words = line.split(whereSeparator: \.isWhitespace)
      var name: Substring?
      if words.count >= 4, words[1] == "=>", words[2] == "not", words[3] == "found" {
        name = words[0]
      } else if line.hasPrefix("Error loading shared library "), words.count > 4 {
        name = words[4].hasSuffix(":") ? words[4].dropLast() : words[4]
      } else if let mark = line.range(of: ": error while loading shared libraries: ") {
        let rest = line[mark...]
        if let end = rest.range(of: ": cannot open shared object file") {
          name = rest[..<end].split(separator: ":").first
        }
      }
      if let name, !names.contains(String(name)) { names.append(String(name)) }
    }
    return names
  }

  /// What the output of a run over several files says; before each file's lines stands `@` with its path.
  package static func missingByFile(_ output: String) -> [MissingLibrary] {
    var found: [MissingLibrary] = []
    var path = ""
    var lines: [Substring] = []
    func finish() {
      found += missing(lines).map { MissingLibrary(path: path, soname: $0) }
      lines = []
    }
    for line in output.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("@") {
        finish()
        path = ImagePaths.clean(String(line.dropFirst()))
      } else {
        lines.append(line)
      }
    }
    finish()
    return found.sorted()
  }

  /// The files that were loaded as a program ran, from what glibc prints for `LD_DEBUG=files`; each once, in order.
  package static func loaded(_ output: String) -> [String] {
    var paths: [String] = []
    var seen: Set<Substring> = []
    for line in output.split(whereSeparator: \.isNewline) {
      guard let mark = line.range(of: "calling init: /") else { continue }
      let path = line[line.index(before: mark)...]
      if seen.insert(path).inserted { paths.append(String(path)) }
    }
    return paths
  }
}

extension Substring {
  /// The end of the first occurrence of `text`.
  fileprivate func range(of text: String) -> Index? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) { return self.index(index, offsetBy: text.count) }
      index = self.index(after: index)
    }
    return nil
  }
}
