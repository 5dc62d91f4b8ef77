import BuildModel
import MigrateKit
import Planning
import Testing

/// Caches of builds that hold only the layers of the image, so that the build stage is made anew each time.
@Suite struct CacheCases {
  private func notes(_ build: String, stage: String = "") -> [String] {
    let compose = "services:\n  web:\n    build:\n      context: .\n\(build)"
    let steps = "WORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD [\"app\"]\n"
    let result = migrate(slim + steps, files: ["requirements.txt": "flask==3.0\n"], compose: compose)
    #expect(result.plan?.outcome == .split)
    return (result.plan?.notes ?? []).filter { $0.id == "build/cache-without-stages" }.compactMap(\.help)
  }

  @Test(arguments: [
    "      cache_to: [\"type=gha\"]\n", "      cache_to:\n        - type=registry,ref=example.org/app:cache\n",
    "      cache_to: [example.org/app:cache]\n", "      cache_to: [\"type=local,dest=.cache,mode=min\"]\n",
  ])
  func failureMode56ACacheOfTheImageAlone(_ build: String) {
    #expect(notes(build) == ["add `mode=max` to it"])
  }

  @Test func failureMode56AnInlineCacheCanHoldNoMore() {
    #expect(notes("      cache_to: [\"type=inline,mode=max\"]\n").first?.contains("type=registry") == true)
  }

  @Test func failureMode56AnImageThatServesAsCache() {
    #expect(notes("      cache_from:\n        - example.org/app:latest\n").first?.contains("mode=max") == true)
  }

  @Test(arguments: [
    "      target: ''\n", "      cache_to: [\"type=gha,mode=max\"]\n", "      cache_to: [\"$CACHE\"]\n",
    "      cache_to: [\"type=inline\", \"type=gha,mode=max\"]\n", "      cache_to: [\"type=gha,mode=${MODE}\"]\n",
    "      cache_from: [\"type=gha\"]\n",
    "      cache_from: [example.org/app:latest]\n      cache_to: [\"type=gha,mode=max\"]\n",
  ])
  func cachesOfAllStagesAndUnknownOnes(_ build: String) {
    #expect(notes(build == "      target: ''\n" ? "" : build).isEmpty)
  }

  @Test func whatAnExportHolds() {
    #expect(CacheExport("type=gha, mode=max")?.holdsAllStages == true)
    #expect(CacheExport("mode=max") == nil)
    #expect(CacheExport("") == nil)
    #expect(CacheExport("example.org/app")?.type == "registry")
  }
}
