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

  @Test(arguments: ["COPY . .\n", "COPY missing.txt .\n", "COPY start.sh /\n"])
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
}
