import ArgumentParser
import Reports
import Strategies

/// `migrate batch ROOT ...`: all projects of a repository.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "Migrates all projects of a repository.",
    discussion: """
      Each Dockerfile, Dockerfile.*, *.Dockerfile and Containerfile is a project. Where there is a git repository, its \
      own list of files is searched, so that ignored files do not count. Build contexts come from compose files, \
      docker-bake files, workflows with docker/build-push-action or `docker build`, and skaffold.yaml, wherever they \
      stand.

      What is written is recorded in a journal, by which an interrupted run is continued (--resume) and `migrate undo` \
      takes everything back.

      Several machines take a part each, and their reports are put together:

        GitHub Actions, in a matrix
          migrate batch --shard ${{ matrix.part }}/8 --report jsonl=part.jsonl
        Kubernetes, an Indexed Job with 8 completions
          migrate batch -q --shard auto/8 --report jsonl=$HOSTNAME.jsonl
        GNU parallel
          seq 8 | parallel migrate batch -n -j 1 --shard {}/8 '>' {}.diff
        many repositories
          multi-gitter run "migrate batch -q" --org ORG --branch smaller-images
          run: migrate batch -q       (a step of a Sourcegraph batch spec)
        all parts in one report
          migrate report merge *.jsonl --format html --output report.html

      Exit status: 0 each project is migrated, needs nothing or is refused with a reason; 1 --check found changes, or \
      --strict refusals; 2 a project could not be read, planned or written; 130 interrupted.
      """
  ).readAlone

  @Argument(help: ArgumentHelp("The folders that are searched.", valueName: "root"))
  var roots: [String] = ["."]

  @OptionGroup(title: "Selection") var selection: BatchSelection

  @Flag(name: [.customShort("n"), .long], help: "Print the changes as a diff, which `git apply` takes; write nothing.")
  var dryRun = false

  @Flag(help: "Write nothing; exit with 1 if something would change.")
  var check = false

  @Flag(help: "Exit with 1 if a project is refused.")
  var strict = false

  @Flag(help: "Stop at the first project that fails.")
  var failFast = false

  @Flag(help: "Go on with a run that was interrupted or killed.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "Where the journal stands; default: a new file in .migrate/journals of the root, which git ignores.",
      valueName: "file"))
  var journal: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Write a report: jsonl=FILE, sarif=FILE, github=FILE, markdown=FILE or html=FILE; - is standard output. May stand several times.",
      valueName: "format=file"))
  var report: [ReportRequest] = []

  @Option(
    name: [.customShort("j"), .long],
    help: ArgumentHelp("How many projects are planned at a time; default: the processors.", valueName: "number"))
  var jobs: Int?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A system package that stays in all images; may stand several times.", valueName: "package"))
  var keep: [String] = []

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("A system package that leaves all images; may stand several times.", valueName: "package"))
  var drop: [String] = []

  @Flag(help: "Let compose services that mount their source over the image build the stage that keeps the compilers.")
  var devTarget = false

  @Option(help: ArgumentHelp("A folder with further strategies.", valueName: "folder"))
  var plugins: String?

  @OptionGroup(title: "Output") var look: OutputOptions

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs needs a number from 1 to 1024") }
    if resume, dryRun || check { throw ValidationError("--resume excludes --dry-run and --check") }
    if journal != nil, dryRun || check { throw ValidationError("--journal excludes --dry-run and --check") }
    if dryRun, report.contains(where: { $0.path == "-" }) {
      throw ValidationError("--dry-run prints a diff, so no report can go to standard output")
    }
    if check, dryRun { throw ValidationError("--check and --dry-run exclude each other") }
    if let both = keep.first(where: drop.contains) {
      throw ValidationError("`\(both)` is given to both --keep and --drop")
    }
  }

  func run() throws {
    Interrupts.hold()
    try checkPlugins()
    let root = try BatchRoot(roots, currentFolder: Disk.currentFolder())
    var setup = WorkerSetup()
    setup.rootName = root.name
    setup.root = root.path
    setup.keep = keep
    setup.drop = drop
    setup.devTarget = devTarget
    setup.plugins = plugins
    setup.wantsDiff = dryRun
    setup.wantsRecord = !report.isEmpty || !dryRun && !check
    setup.hasReportAsOutput = report.contains { $0.path == "-" }
    setup.isQuiet = look.quiet
    setup.isVerbose = look.verbose
    setup.isOutputColored = Terminal(look.color, descriptor: 1).isColored
    setup.isErrorColored = Terminal(look.color, descriptor: 2).isColored
    var run = BatchRun(root: root, setup: setup, jobs: jobs ?? Processors.count)
    run.filter = selection.filter
    run.shard = try selection.chosenShard
    run.only = selection.only.outcomes
    run.limit = selection.limit
    run.stopsAtFailure = failFast
    run.ecosystems = try ecosystems()
    run.isResumed = resume
    run.reports = report.map { BatchReport($0, root: root.name) }
    if !dryRun, !check { run.writer = BatchWriter(root: root, journal: journal) }
    let end = try run.run()
    if !look.quiet { Output.complain(run.closing(Terminal(look.color, descriptor: 2))) }
    var status = end
    if status == 0, check, run.summary.changing > 0 || strict && run.summary.count(.refused) > 0 { status = 1 }
    if status == 0, strict, run.summary.count(.refused) > 0 { status = 1 }
    if status != 0 { throw ExitCode(status) }
  }

  /// Says once what is wrong with the folder of strategies, and not for each project.
  private func checkPlugins() throws {
    guard plugins != nil else { return }
    let (_, diagnostics) = try StrategyFolders.load(plugins: plugins, folder: nil)
    guard ExitStatus(diagnostics) != .done else { return }
    var reader = FindingReader(sources: []) { $0 }
    let findings = diagnostics.map { reader.finding($0) }
    Output.complain(
      FindingText.render(findings, Terminal(look.color, descriptor: 2), isComplete: look.verbose))
    try ExitStatus(diagnostics).leave()
  }

  /// The ecosystems that the user's words mean.
  private func ecosystems() throws -> Set<String> {
    guard !selection.ecosystems.isEmpty else { return [] }
    let (strategies, _) = try StrategyFolders.load(plugins: plugins, folder: nil)
    return Set(
      try selection.ecosystems.map { name in
        if let ecosystem = strategies.ecosystem(named: name) { return ecosystem.id }
        let closest = Suggestion.closest(to: name, among: strategies.ecosystemNames)
        throw Failure(
          "usage/unknown-ecosystem", "there is no ecosystem `\(name)`",
          help: closest.map { "did you mean `\($0)`?" } ?? "`migrate ecosystems list` names them")
      })
  }
}
