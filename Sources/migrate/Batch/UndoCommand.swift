#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif
import ArgumentParser
import Reports
import SourceText

/// `migrate undo JOURNAL`: takes back what a batch run wrote.
struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Takes back what `migrate batch` wrote, by its journal.",
    discussion: """
      Each file gets back the bytes that it had. A file that was changed since is left as it is, and named.

      Exit status: 0 all is as it was, 1 a file was left, 2 the journal or a file can't be read or written.
      """)

  @Argument(help: ArgumentHelp("The journal, as the run named it.", valueName: "journal"))
  var journal: String

  @Flag(name: [.customShort("n"), .long], help: "Say what would be done; write nothing.")
  var dryRun = false

  @OptionGroup(title: "Output") var look: OutputOptions

  func run() throws {
    Interrupts.hold()
    let contents = try JournalContents(journal)
    let journal = dryRun ? nil : try Journal.reopen(journal, root: contents.root)
    var undo = Undo(contents: contents, isDry: dryRun, terminal: Terminal(look.color, descriptor: 2))
    try undo.run()
    try journal?.close(undo.isInterrupted ? "interrupted" : "end")
    if !look.quiet { try Output.print(undo.closing) }
    if undo.isInterrupted { throw ExitCode(130) }
    try undo.status.leave()
  }
}

/// Goes through a journal from its end to its start.
struct Undo {
  private let contents: JournalContents
  private let recovery: JournalRecovery
  private let isDry: Bool
  private let terminal: Terminal
  private var restored = 0
  private var left: Set<String> = []
  private(set) var status = ExitStatus.done
  private(set) var isInterrupted = false

  init(contents: JournalContents, isDry: Bool, terminal: Terminal) {
    self.contents = contents
    self.isDry = isDry
    self.terminal = terminal
    recovery = JournalRecovery(contents: contents)
  }

  mutating func run() throws(Failure) {
    guard Disk.kind(of: contents.root) == .folder else {
      throw Failure("io/missing", "the folder `\(contents.root)` of the journal is gone")
    }
    for project in contents.projects.reversed() where project.state != .failed {
      if Interrupts.isPending {
        isInterrupted = true
        return
      }
      undo(project)
    }
  }

  private mutating func undo(_ project: JournalContents.Project) {
    if !isDry, project.state == .open { recovery.removeTemporaries(project) }
    var files: [JournalContents.File] = []
    for file in project.files {
      switch recovery.state(of: file) {
      case .after: if !left.contains(file.path) { files.append(file) }
      case .before: break
      case .other: leave(file, "was changed since, and is left as it is")
      case .missing: leave(file, "is gone, and is not made anew")
      }
    }
    guard !files.isEmpty else { return }
    do throws(Failure) {
      if !isDry { try recovery.restore(files) }
      restored += files.count
      if !isDry { removeBackups(project, of: files) }
    } catch {
      status = .failed
      let finding = Finding(
        level: .error, id: error.diagnostic.id, message: error.diagnostic.message, path: "",
        help: error.diagnostic.help)
      Output.complain(FindingText.render(finding, terminal))
    }
  }

  private mutating func leave(_ file: JournalContents.File, _ reason: String) {
    guard left.insert(file.path).inserted else { return }
    status = max(status, .refused)
    let finding = Finding(level: .warning, id: "undo/changed", message: "`\(file.path)` \(reason)", path: "")
    Output.complain(FindingText.render(finding, terminal))
  }

  /// The copies that the run put beside files which are now as they were.
  private func removeBackups(_ project: JournalContents.Project, of files: [JournalContents.File]) {
    for backup in project.backups {
      let path = contents.root + "/" + backup
      guard let bytes = try? Disk.read(path) else { continue }
      let digest = SHA256.hex(bytes)
      if files.contains(where: { $0.before == digest && backup.hasPrefix($0.path + ".orig") }) { unlink(path) }
    }
  }

  var closing: String {
    let verb = isDry ? "would be restored" : "restored"
    var text = "\(BatchSummary.grouped(restored)) \(restored == 1 ? "file" : "files") \(verb)"
    if !left.isEmpty { text += ", \(BatchSummary.grouped(left.count)) left as they are" }
    return text + "\n"
  }
}
