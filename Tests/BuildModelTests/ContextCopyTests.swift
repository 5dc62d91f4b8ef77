import BuildModel
import DockerfileSyntax
import Testing

private let files = ContextFiles(
  read: { ["a.txt", "b.txt", "bin/run", "bin/sub/x", "with space"].contains($0) ? [] : nil },
  entries: { ["": ["a.txt", "b.txt", "bin"], "bin": ["run", "sub"], "bin/sub": ["x"]][$0] })

private func parsed(_ line: String, workdir: String = "/app") -> ContextCopy? {
  let dockerfile = Dockerfile.parse(Array("FROM x\n\(line)\n".utf8))
  var state = StageState()
  state.workdir = workdir
  state.environment["HOME"] = "/home/me"
  return ContextCopy(dockerfile.instructions[1], at: 1, state: state, escape: dockerfile.escape)
}

/// Where a COPY puts a file of the context, and back.
@Suite struct ContextCopyTests {
  @Test(arguments: [
    ("COPY a.txt .", "a.txt", "/app/a.txt"), ("COPY a.txt ./c.txt", "a.txt", "/app/c.txt"),
    ("COPY a.txt /etc/", "a.txt", "/etc/a.txt"), ("COPY a.txt b.txt sub", "b.txt", "/app/sub/b.txt"),
    ("COPY . .", "bin/run", "/app/bin/run"), ("COPY ./ /", "a.txt", "/a.txt"),
    ("COPY bin /usr/local/bin", "bin/run", "/usr/local/bin/run"), ("COPY bin/ .", "bin/sub/x", "/app/sub/x"),
    ("COPY *.txt .", "a.txt", "/app/a.txt"), ("COPY ?.txt x/", "b.txt", "/app/x/b.txt"),
    ("COPY bin/* .", "bin/run", "/app/run"), ("COPY a.txt $HOME/", "a.txt", "/home/me/a.txt"),
    ("COPY [\"with space\", \"/x y\"]", "with space", "/x y"), ("ADD a.txt .", "a.txt", "/app/a.txt"),
    ("COPY /a.txt /b", "a.txt", "/b"), ("copy --chown=1:1 a.txt ..", "a.txt", "/a.txt"),
  ])
  func placesFiles(_ line: String, _ path: String, _ expected: String) throws {
    let copy = try #require(parsed(line))
    #expect(copy.imagePath(of: path, in: files) == expected)
    #expect(copy.contextPath(of: expected, in: files) == path)
  }

  @Test(arguments: ["COPY a.txt .", "COPY *.txt .", "COPY bin/* .", "COPY bin/sub ."])
  func leavesOtherFiles(_ line: String) throws {
    let copy = try #require(parsed(line))
    #expect(copy.imagePath(of: "b/other", in: files) == nil)
    #expect(copy.contextPath(of: "/app/nothing", in: files) == nil)
    #expect(copy.contextPath(of: "/etc/a.txt", in: files) == nil)
  }

  @Test(arguments: [
    "COPY --from=x a.txt .", "COPY $UNKNOWN .", "COPY a.txt $UNKNOWN/", "ADD https://example.org/a.txt .",
    "COPY --parents a.txt .", "COPY --exclude=b a.txt .", "COPY <<EOF /x\nhi\nEOF",
  ])
  func knowsWhatItCanNotKnow(_ line: String) { #expect(parsed(line) == nil) }

  /// As BuildKit does it; the classic builder refuses such a file.
  @Test(arguments: ["../a.txt", "../../a.txt", "../x/../a.txt", "/../a.txt"])
  func leavesOutWhatLeadsOutOfTheContext(_ source: String) { #expect(parsed("COPY \(source) .")?.sources == ["a.txt"]) }

  @Test(arguments: [
    ("COPY . .", "COPY a.txt ."), ("COPY . .", "COPY bin/ bin/"), ("COPY . .", "COPY bin bin"),
    ("COPY . .", "COPY a.txt b.txt ./"), ("COPY . .", "COPY *.txt ."), ("COPY . .", "COPY missing.lock* ."),
    ("COPY bin bin", "COPY bin/run bin/"), ("COPY a.txt /x", "COPY a.txt /x"), ("COPY *.txt .", "COPY a.txt ."),
    ("COPY . .", "COPY a.txt /app/"), ("COPY a.txt b.txt ./", "COPY a.txt ."),
  ])
  func covers(_ later: String, _ earlier: String) throws {
    #expect(try #require(parsed(later)).covers(try #require(parsed(earlier)), in: files))
  }

  @Test(arguments: [
    ("COPY . .", "COPY a.txt /tmp/"), ("COPY . .", "COPY a.txt c.txt"), ("COPY bin bin", "COPY a.txt ."),
    ("COPY . sub", "COPY a.txt ."), ("COPY bin/run bin/", "COPY bin bin"), ("COPY a.txt .", "COPY *.txt ."),
    ("COPY . .", "COPY bin ."), ("COPY a.txt .", "COPY . ."),
  ])
  func doesNotCover(_ later: String, _ earlier: String) throws {
    #expect(try #require(parsed(later)).covers(try #require(parsed(earlier)), in: files) == false)
  }
}
