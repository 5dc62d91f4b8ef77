package import DockerfileSyntax
import SourceText

/// A COPY or ADD that brings files of the build context, with its words resolved.
package struct ContextCopy: Sendable, Equatable {
  /// The instruction's index in the file.
  package let instruction: Int
  /// Sources as paths in the context; the empty path is the whole context.
  package let sources: [String]
  /// The absolute destination.
  package let destination: String
  /// Whether files keep their names below the destination.
  package let isFolder: Bool

  /// Gives nil for a copy from a stage or an image, of a URL or heredoc, with `--parents` or `--exclude`, or with
  /// variables that can't be resolved.
  package init?(_ instruction: Instruction, at index: Int, state: StageState, escape: UInt8) {
    guard instruction.keyword == .copy || instruction.keyword == .add, instruction.flag("from") == nil,
      instruction.flag("parents") == nil, instruction.flag("exclude") == nil,
      instruction.heredocs.isEmpty, let copy = instruction.copy, let last = copy.destination
    else { return nil }
    func expand(_ word: Word) -> String? {
      VariableExpansion.expand(word.text, escape: escape) { state.value($0) }
    }
    guard let target = expand(last), state.isWorkdirKnown || target.hasPrefix("/") else { return nil }
    var sources: [String] = []
    for word in copy.sources {
      guard let text = expand(word), !text.holds("://") else { return nil }
      sources.append(ImagePath.contextSource(text))
    }
    guard !sources.isEmpty else { return nil }
    self.instruction = index
    self.sources = sources
    destination = ImagePath.normalise(target, in: state.workdir)
    isFolder =
      target.hasSuffix("/") || target == "." || target == ".." || target.hasSuffix("/.") || sources.count > 1
      || ImagePath.contains(destination, state.workdir) || ImagePath.isStandardFolder(destination)
  }

  /// Takes what `--mount=type=bind` shows of the context while a RUN goes; nil for any other mount.
  package init?(mount: Flag, at index: Int, state: StageState) {
    guard mount.name == "mount", let value = mount.value else { return nil }
    var options: [String: String] = [:]
    for option in value.split(separator: ",") {
      let pair = option.split(separator: "=", maxSplits: 1).map(String.init)
      options[pair[0]] = pair.count > 1 ? pair[1] : ""
    }
    guard options["type"] ?? "bind" == "bind", options["from"] == nil,
      let target = options["target"] ?? options["dst"] ?? options["destination"],
      state.isWorkdirKnown || target.hasPrefix("/"),
      let source = ImagePath.contextRelative(options["source"] ?? options["src"] ?? "."), !value.contains("$")
    else { return nil }
    instruction = index
    sources = [source]
    destination = ImagePath.normalise(target, in: state.workdir)
    isFolder = false
  }

  /// A file or folder of the context that is mounted in the running container.
  package init(mounting source: String, at target: String) {
    instruction = -1
    sources = [source]
    destination = ImagePath.normalise(target)
    isFolder = false
  }

  /// Where the copy puts the context's `path`; nil if it does not bring it.
  package func imagePath(of path: String, in files: ContextFiles) -> String? {
    for source in sources {
      if source.isEmpty { return ImagePath.normalise(path, in: destination) }
      if path == source {
        if files.isFolder(source) { return destination }
        return isFolder ? ImagePath.normalise(ImagePath.basename(path), in: destination) : destination
      }
      if let rest = ImagePath.rest(of: path, below: source) { return ImagePath.normalise(rest, in: destination) }
      if Wildcard.isPattern(source) {
        let folder = ImagePath.folder(of: source)
        guard ImagePath.folder(of: path) == folder,
          Wildcard.matches(ImagePath.basename(source), ImagePath.basename(path))
        else { continue }
        return ImagePath.normalise(ImagePath.basename(path), in: destination)
      }
    }
    return nil
  }

  /// The path in the context of the file that stands at `imagePath` because of this copy; nil if there is none.
  package func contextPath(of imagePath: String, in files: ContextFiles) -> String? {
    for source in sources {
      guard let rest = imagePath == destination ? "" : ImagePath.rest(of: imagePath, below: destination) else {
        continue
      }
      func holds(_ candidate: String) -> Bool {
        self.imagePath(of: candidate, in: files) == imagePath && files.read(candidate) != nil
      }
      if Wildcard.isPattern(source), Wildcard.matches(ImagePath.basename(source), rest) {
        let candidate = ImagePath.join(ImagePath.folder(of: source), rest)
        if holds(candidate) { return candidate }
      }
      let isItself = rest.isEmpty ? !source.isEmpty : rest == ImagePath.basename(source)
      if isItself, holds(source) { return source }
      guard files.isFolder(source) else { continue }
      let inside = ImagePath.join(source, rest)
      if holds(inside) { return inside }
    }
    return nil
  }

  /// Whether the copy can bring files right to a folder of the image.
  package func reaches(_ folder: String) -> Bool {
    ImagePath.contains(destination, folder) || ImagePath.contains(folder, destination)
  }

  /// The files of the context that the copy names, by a pattern too, and those right in a folder that it names.
  package func files(in files: ContextFiles) -> [String] {
    sources.flatMap { source -> [String] in
      if Wildcard.isPattern(source) {
        let folder = ImagePath.folder(of: source)
        return (files.entries(folder) ?? []).filter { Wildcard.matches(ImagePath.basename(source), $0) }
          .map { ImagePath.join(folder, $0) }
      }
      guard files.isFolder(source) else { return [source] }
      return (files.entries(source) ?? []).map { ImagePath.join(source, $0) }
    }
  }

  /// Whether everything that `other` brings is brought to the same place by this copy too.
  package func covers(_ other: ContextCopy, in files: ContextFiles) -> Bool {
    other.sources.allSatisfy { source in
      if Wildcard.isPattern(source) {
        let folder = ImagePath.folder(of: source)
        return brings(ImagePath.join(folder, "\u{1}"), to: ImagePath.normalise("\u{1}", in: other.destination), files)
      }
      let isKnownFile = files.read(source) != nil
      let place =
        !isKnownFile && files.isFolder(source) || source.isEmpty
        ? other.destination
        : other.isFolder ? ImagePath.normalise(ImagePath.basename(source), in: other.destination) : other.destination
      if isKnownFile || !files.isFolder(source) && !source.isEmpty { return brings(source, to: place, files) }
      return brings(ImagePath.join(source, "\u{1}"), to: ImagePath.normalise("\u{1}", in: place), files)
    }
  }

  private func brings(_ path: String, to place: String, _ files: ContextFiles) -> Bool {
    imagePath(of: path, in: files) == place
  }
}
