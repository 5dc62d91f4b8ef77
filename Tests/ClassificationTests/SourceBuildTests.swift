import BuildModel
import Classification
import DockerfileSyntax
import Strategies
import Testing

/// Which RUNs build a program from its source and install it below a folder of its own.
@Suite struct SourceBuildTests {
  private func paths(_ run: String, _ rest: String = "", workdir: String = "/app") -> [String] {
    let text = "FROM debian:12\nWORKDIR \(workdir)\nRUN \(run)\n\(rest)"
    let file = BuildFile(Dockerfile.parse(Array(text.utf8)))
    let facts = StageFacts(file, stage: file.stages[0], strategies: StrategySet(), files: .none)
    return facts.languageInstalls.flatMap(\.install.paths)
  }

  @Test(arguments: [
    ("wget -q https://x/a.tgz && tar xzf a.tgz && cd a-1 && ./configure && make && make install", "/usr/local"),
    (
      "cd /tmp && curl -sL https://x/a.tgz | tar xz && cd a && ./configure --prefix=/opt/a && make -j4 install",
      "/opt/a"
    ),
    (
      "git clone https://x/a && cd a && ./autogen.sh && ./configure --prefix /usr/local && make && make install && ldconfig",
      "/usr/local"
    ),
    (
      "cd a && cmake -B build -DCMAKE_INSTALL_PREFIX=/usr/local && cmake --build build && cmake --install build",
      "/usr/local"
    ),
    ("cd a && cmake . && make && make install", "/usr/local"),
    ("cd a && ./config && make && make install_sw && make install", "/usr/local"),
    ("cd a && meson setup build && ninja -C build install", "/usr/local"),
    ("cd a && ./configure --with-ssl=/usr --mandir=/usr/local/man && make && make install", "/usr/local"),
  ])
  func builds(_ run: String, _ path: String) { #expect(Set(paths(run)) == [path]) }

  @Test(arguments: [
    // installed among what packages bring
    "cd a && ./configure --prefix=/usr && make && make install",
    "cd a && ./configure --sysconfdir=/etc && make && make install",
    "cd a && ./configure --prefix=$P && make && make install",
    "cd a && ./configure && make && make install DESTDIR=/x",
    "cd a && ./configure --prefix=/opt && make && make install",
    // not told where to
    "cd a && make && make install", "cd a && ./configure && make",
    // does something else besides
    "cd a && ./configure && make && make install && ./serve",
    "cd a && ./configure && make && make install && npm start",
    // what it builds in stays the application's folder
    "./configure && make && make install",
  ])
  func isNone(_ run: String) { #expect(paths(run).isEmpty) }

  @Test func aFolderThatIsUsedLater() {
    let run = "cd tool-1.2 && ./configure && make && make install"
    #expect(!paths(run, "CMD [\"tool\"]").isEmpty)
    #expect(paths(run, "CMD [\"/app/tool-1.2/tool\"]").isEmpty)
    #expect(!paths("./configure && make && make install", workdir: "/usr/src/tool").isEmpty)
  }
}
