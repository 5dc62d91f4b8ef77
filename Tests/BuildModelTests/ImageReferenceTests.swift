import BuildModel
import Testing

@Suite struct ImageReferenceTests {
  @Test(arguments: [
    ("python", "python", nil, nil), ("python:3.13-slim", "python", "3.13-slim", nil),
    ("docker.io/library/python:3", "python", "3", nil), ("localhost:5000/a/b", "a/b", nil, nil),
    ("registry.example.org:443/python:3@sha256:ab", "python", "3", "sha256:ab"),
    ("ghcr.io/astral-sh/uv:0.5", "astral-sh/uv", "0.5", nil), ("python@sha256:ab", "python", nil, "sha256:ab"),
    ("mirror.example.org/hub/library/python:3", "python", "3", nil), ("library/python", "python", nil, nil),
    ("team/python", "team/python", nil, nil),
  ])
  func parts(_ text: String, _ repository: String, _ tag: String?, _ digest: String?) {
    let reference = ImageReference(text)
    #expect(reference.repository == repository)
    #expect(reference.tag == tag)
    #expect(reference.digest == digest)
  }

  @Test func tagWords() {
    #expect(ImageReference("python:3.13-slim-bookworm").tagWords == ["3.13", "slim", "bookworm"])
    #expect(ImageReference("python").tagWords == [])
  }
}
