import Strategies
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("abc", "abc"), ("a*c", "abbbc"), ("a*c", "ac"), ("*", ""), ("a?c", "abc"), ("a|b*", "bcd"), ("*.txt", "a.b.txt"),
    ("*a*b*", "xxaxxbxx"), ("", ""), ("a|", ""), ("*.cache/pip*", "/root/.cache/pip/x"), ("a?c", "aéc"),
    ("long-name|a?", "aé"),
  ])
  func matches(_ pattern: String, _ text: String) { #expect(Glob(pattern).matches(text)) }

  @Test(arguments: [
    ("abc", "ab"), ("abc", "abcd"), ("a?c", "ac"), ("a|b", "ab"), ("*.txt", "a.txt.gz"), ("", "a"), ("[ab]", "a"),
    ("a*b*c", "acb"), ("a?|b?c", "a"), ("abc|*d", "abcc"),
  ])
  func doesNotMatch(_ pattern: String, _ text: String) { #expect(!Glob(pattern).matches(text)) }

  @Test(.timeLimit(.minutes(10))) func manyStarsEndInTime() {
    let text = String(repeating: "a", count: 2000)
    #expect(!Glob(String(repeating: "a*", count: 200) + "b").matches(text))
  }

  @Test(arguments: [
    ("pip", ["/opt/venv/bin/pip", "install"]), ("python3 -m pip", ["python3", "-m", "pip", "install"]),
    ("python3 -m pip", ["python3", "-u", "-m", "pip"]), ("npm install|ci", ["npm", "--prefix", "ci"]),
    ("pip2|pip3.*", ["pip3.12"]),
  ])
  func programs(_ pattern: String, _ words: [String]) { #expect(ProgramPattern(pattern).matches(words)) }

  @Test(arguments: [
    ("pip", ["pipenv"]), ("python3 -m pip", ["python3", "-m", "venv"]), ("python3 -m pip", ["python3", "pip"]),
    ("npm ci", ["npm"]), ("pip", []),
  ])
  func otherPrograms(_ pattern: String, _ words: [String]) { #expect(!ProgramPattern(pattern).matches(words)) }
}
