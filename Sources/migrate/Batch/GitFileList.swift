#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The files of a work tree as git lists them: those of the index, and new ones that are not ignored.
///
/// Nothing that the repository's own configuration names is run: no monitor, no hook, no filter, no transport.
struct GitFileList {
  /// The absolute path of a folder in the work tree.
  let folder: String
  /// The folder as seen from the root.
  let prefix: String

  private struct Stream {
    let child: ChildProcess
    let hasModes: Bool
    var rest: [UInt8] = []
    var errors: [UInt8] = []
    var isOutputOpen = true
    var areErrorsOpen = true
  }

  /// Adds the files; gives false, with nothing added, if git can't list them.
  ///
  /// - Parameter meanwhile: does a little with the files of the index while folders are searched for new ones, and
  ///   gives whether there is more to do.
  func list(into files: inout ListedFiles, meanwhile: (ListedFiles) -> Bool = { _ in false }) -> Bool {
    // two at a time: the index is read while folders are searched
    guard var cached = start(["--cached", "--stage"], hasModes: true) else { return false }
    guard var others = start(["--others", "--exclude-standard"], hasModes: false) else {
      _ = cached.child.wait()
      return false
    }
    var found = files
    while cached.isOutputOpen || cached.areErrorsOpen || others.isOutputOpen || others.areErrorsOpen {
      var polled: [pollfd] = []
      for stream in [cached, others] {
        polled.append(pollfd(fd: stream.isOutputOpen ? stream.child.output : -1, events: Int16(POLLIN), revents: 0))
        let errors = stream.areErrorsOpen ? stream.child.errors ?? -1 : -1
        polled.append(pollfd(fd: errors, events: Int16(POLLIN), revents: 0))
      }
      if Interrupts.isPending {
        for stream in [cached, others] { kill(stream.child.process, SIGKILL) }
        break
      }
      let isBusy = !cached.isOutputOpen && others.isOutputOpen && meanwhile(found)
      guard poll(&polled, nfds_t(polled.count), isBusy ? 0 : 100) > 0 else { continue }
      if polled[0].revents != 0 { readOutput(&cached, &found) }
      if polled[1].revents != 0 { readErrors(&cached) }
      if polled[2].revents != 0 { readOutput(&others, &found) }
      if polled[3].revents != 0 { readErrors(&others) }
    }
    let statuses = [cached.child.wait(), others.child.wait()]
    guard statuses == [0, 0] else { return false }
    addProblems(cached.errors + others.errors, &found)
    files = found
    return true
  }

  private func start(_ options: [String], hasModes: Bool) -> Stream? {
    let settings = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"]
    let arguments = ["git", "-C", folder] + settings.flatMap { ["-c", $0] } + ["ls-files", "-z"] + options
    return ChildProcess(
      arguments, hasInput: false, errors: .piped, environment: ["LC_ALL=C", "GIT_OPTIONAL_LOCKS=0"]
    )
    .map { Stream(child: $0, hasModes: hasModes) }
  }

  private func readOutput(_ stream: inout Stream, _ files: inout ListedFiles) {
    let size = 1 << 18
    withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { buffer in
      guard let count = ChildProcess.read(stream.child.output, into: buffer) else {
        stream.isOutputOpen = false
        return
      }
      stream.rest.append(contentsOf: buffer[..<count])
    }
    var used = 0
    let hasModes = stream.hasModes
    stream.rest.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      while used < bytes.count, let end = memchr(base + used, 0, bytes.count - used) {
        let length = end - UnsafeMutableRawPointer(mutating: base + used)
        add(UnsafeBufferPointer(start: base + used, count: length), hasModes: hasModes, &files)
        used += length + 1
      }
    }
    stream.rest.removeFirst(used)
  }

  /// - Parameter entry: a path, or `mode object stage<TAB>path`.
  private func add(_ entry: UnsafeBufferPointer<UInt8>, hasModes: Bool, _ files: inout ListedFiles) {
    guard hasModes else {
      // a folder in this list is a repository of its own
      if entry.last == UInt8(ascii: "/") {
        files.submodules.append(
          ListedFiles.join(prefix, ListedFiles.visible(UnsafeBufferPointer(rebasing: entry.dropLast()))))
      } else {
        files.add(entry, below: prefix)
      }
      return
    }
    // the mode, the object's name of one of two lengths, and the stage
    guard entry.count > 50 else { return }
    let tab = entry[49] == UInt8(ascii: "\t") ? 49 : entry[49...].firstIndex(of: UInt8(ascii: "\t")) ?? 49
    let path = UnsafeBufferPointer(rebasing: entry[(tab + 1)...])
    if entry[1] == UInt8(ascii: "6") {
      files.submodules.append(ListedFiles.join(prefix, ListedFiles.visible(path)))
    } else {
      files.add(path, below: prefix)
    }
  }

  private func readErrors(_ stream: inout Stream) {
    let size = 1 << 14
    withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { buffer in
      guard let errors = stream.child.errors, let count = ChildProcess.read(errors, into: buffer) else {
        stream.areErrorsOpen = false
        return
      }
      if stream.errors.count < 1 << 20 { stream.errors.append(contentsOf: buffer[..<count]) }
    }
  }

  /// Git goes on past folders that it can't read, and tells of each in a line.
  private func addProblems(_ errors: [UInt8], _ files: inout ListedFiles) {
    for line in String(decoding: errors, as: UTF8.self).split(separator: "\n") where line.hasPrefix("warning: ") {
      let parts = line.split(separator: "'", omittingEmptySubsequences: false)
      let name = parts.count == 3 ? String(parts[1].hasSuffix("/") ? parts[1].dropLast() : parts[1]) : ""
      let reason = parts.count == 3 ? String(parts[2].drop { $0 == ":" || $0 == " " }) : String(line.dropFirst(9))
      files.problems.append((ListedFiles.join(prefix, name), reason.lowercased()))
    }
  }
}
