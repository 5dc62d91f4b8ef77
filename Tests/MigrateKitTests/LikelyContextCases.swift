import Classification
import MigrateKit
import Planning
import SourceText
import Testing
import _MigrateTestSupport

/// The build context of a Dockerfile in a folder of its own, of which no compose file tells.
@Suite struct LikelyContextCases {
  private let files = [
    "docker/start.sh": "#!/bin/sh\npip install -r more.txt\npython app.py\n", "requirements.txt": "flask==3.1.1\n",
    "app.py": "",
  ]

  private func result(
    _ copies: String, more: [String: String] = [:], compose: String? = nil, parents: [String] = [""]
  ) -> MigrationResult {
    let text =
      "FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y gcc\n" + copies
      + "RUN pip install -r requirements.txt\nCMD [\"/start.sh\"]\n"
    let all = files.merging(more) { $1 }.merging(["docker/Dockerfile": text]) { $1 }
    var input = MigrationInput(
      dockerfile: SourceFile(path: "docker/Dockerfile", text: text),
      composeFiles: compose.map { [SourceFile(path: "docker/compose.yaml", text: $0)] } ?? [], folder: "docker",
      files: MemoryFiles(all).projectFiles)
    input.parents = parents
    return Migration.run(input, strategies: Shipped.strategies)
  }

  private func refuses(_ result: MigrationResult) -> Bool {
    result.plan?.refusals.first?.id == "split/install-at-start"
  }

  private let copies = "COPY requirements.txt .\nCOPY docker/start.sh /start.sh\n"

  @Test func isTheFolderThatHasWhatIsCopied() {
    let result = result(copies)
    #expect(refuses(result))
    #expect(result.diagnostics.map(\.id) == ["plan/build-context"])
    #expect(refuses(self.result(copies, parents: ["packaging", ""])))
  }

  @Test(arguments: ["COPY missing.txt .\n", "COPY start.sh /\n"])
  func isItsOwnFolderOtherwise(_ copies: String) {
    let result = result(copies)
    #expect(!result.diagnostics.contains { $0.id == "plan/build-context" }, "\(copies)")
  }

  @Test func isItsOwnFolderWhereThatHasAll() {
    let own = ["docker/requirements.txt": "flask==3.1.1\n", "docker/docker/start.sh": "#!/bin/sh\npython app.py\n"]
    #expect(!refuses(result(copies, more: own)))
  }

  @Test func isWhatAComposeFileSays() {
    let compose = "services:\n  web:\n    build:\n      context: ."
    #expect(!refuses(result(copies, compose: compose)))
  }

  /// A makefile above says what the context is.
  @Test(arguments: ["docker build -t x -f docker/Dockerfile .", "docker build -f docker/Dockerfile $(PWD)"])
  func isWhatAMakefileSays(_ command: String) {
    let own = ["docker/requirements.txt": "flask==3.1.1\n", "docker/docker/start.sh": "#!/bin/sh\npython app.py\n"]
    func withMakefile(_ command: String) -> MigrationResult {
      result(copies, more: own.merging(["Makefile": "b:\n\t\(command)\n"]) { $1 })
    }
    let found = withMakefile(command)
    #expect(refuses(found))
    #expect(found.diagnostics.map(\.id) == ["plan/build-context"])
    #expect(found.diagnostics.first?.message.hasPrefix("`Makefile` builds") == true)
    for other in [
      "docker build docker", "docker build -f docker/D .", "cd $X && \(command)", "docker build docker\n\t\(command)",
    ] {
      #expect(!refuses(withMakefile(other)), "\(other)")
    }
  }

  /// The Dockerfile's own folder has nothing that the install could read.
  @Test func isTheFolderThatHasTheLists() {
    let all = "COPY . .\n"
    let start = ["start.sh": "#!/bin/sh\n", "docker/start.sh": "#!/bin/sh\n"]
    func folder(_ more: [String: String], _ copies: String = all, parents: [String] = [""]) -> String? {
      result(copies, more: start.merging(more) { $1 }, parents: parents).diagnostics.first?.message
    }
    #expect(folder([:])?.contains("lies in `.`") == true)
    #expect(folder([:], parents: []) == nil)
    #expect(folder(["docker/setup.sh": "pip install -r requirements.txt\n"], all + "RUN sh setup.sh\n") == nil)
    #expect(folder(["docker/setup.py": ""]) == nil)
    #expect(folder(["docker/app/requirements.txt": ""]) == nil)
    #expect(folder([:], "COPY start.sh /\n") == nil)
  }
}
