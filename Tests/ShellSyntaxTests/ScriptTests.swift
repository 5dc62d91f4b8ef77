import ShellSyntax
import SourceText
import Testing

@Suite struct ScriptTests {
  private func script(_ source: String) -> String? {
    let tree = check(source)
    return tree.simpleCommands().first.flatMap { tree.nestedScript(of: $0.command) }
      .map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test(arguments: [
    ("sh -c 'a b'", "a b"), ("bash -lc \"a \\\"b\\\" $c\"", "a \"b\" $c"), ("/bin/bash -euxo pipefail -c a", "a"),
    ("bash -o pipefail -c 'a'", "a"), ("bash -c -e 'a'", "a"), ("eval a 'b c'", "a b c"), ("eval \"$(a)\"", "$(a)"),
    ("env A=b sh -c a", "a"), ("sudo -E -u x bash -c a", "a"),
    ("sudo -Hu x bash -c a", "a"), ("tini -- sh -c a", "a"), ("runuser app -c a", "a"),
    ("runuser -u app -- sh -c a", "a"), ("exec nohup sh -c a b", "a"), ("A=b sh -c a", "a"),
    ("bash --login -c a", "a"), ("time sh -c a", "a"), ("sh -c -- a", "a"), ("sh -c $'a\\nb'", "a\nb"),
    ("su - u -c 'a b'", "a b"), ("su -c a u", "a"), ("timeout -k 1 5 sh -c a", "a"), ("gosu u bash -lc a", "a"),
    ("x | y", nil), ("sh <<E\na \\$b $c\nE\n", "a $b $c\n"), ("bash -e <<-'E'\n\ta\n\t\tb\\\n\tE", "a\nb\\\n"),
    ("sh -s x <<E\na\nE", "a\n"), ("sh x <<E\na\nE", nil), ("cat <<E\na\nE", nil), ("xargs -n 1 sh -c a", "a"),
    ("sh file -c a", nil), ("sh -c", nil), ("echo sh -c a", nil), ("bash -e x", nil), ("$sh -c a", nil), ("env", nil),
  ])
  func nestedScripts(_ source: String, _ expected: String?) {
    #expect(script(source) == expected)
  }

  @Test(arguments: [
    ("env -u A B=c make x", "make x"), ("sudo -E -u r apt-get y", "apt-get y"), ("command -v x", "command -v x"),
    ("exec time nice -n 5 a", "a"), ("timeout 5 a", "a"), ("env", "env"), ("a env b", "a env b"), ("A=b c", "c"),
    ("gosu u a -b", "a -b"), ("$x a", "$x a"), ("sudo -Hu app a -b", "a -b"), ("sudo -EHuapp a", "a"),
    ("sudo --user=app a", "a"), ("sudo --user app a", "a"), ("xargs -n1 a", "a"), ("xargs -rn 1 a", "a"),
    ("runuser -u app a", "a"), ("runuser app -c a", "runuser app -c a"), ("tini -g -- a", "a"),
  ])
  func prefixesAreNotTheCommand(_ source: String, _ expected: String) {
    let tree = check(source)
    let words = tree.simpleCommands()[0].command.effectiveWords
    #expect(words.map { tree.string($0.range) }.joined(separator: " ") == expected)
  }

  @Test func escapesInBackticksAreUndone() {
    let tree = check("a `b \\$c \\`d\\` \\\\e` `f`", diagnostics: ["shell/escapes-in-backticks"])
    #expect(tree.escapedSubstitutions().map { String(decoding: $0.bytes, as: UTF8.self) } == ["b $c `d` \\e"])
  }

  @Test func scriptsMapToTheSource() throws {
    let source = Array("sh -c \"a \\\"b\\\" 'c'\"".utf8)
    let tree = ShellTree.parse(MappedText(source))
    let text = try #require(tree.nestedScript(of: tree.simpleCommands()[0].command))
    let inner = ShellTree.parse(text)
    let words = inner.simpleCommands()[0].command.words
    #expect(
      words.map { String(decoding: source[text.sourceRange(of: $0.range)], as: UTF8.self) } == [
        "a", "\\\"b\\\"", "'c'",
      ])
  }

  @Test func expansionsCanBeRefused() throws {
    let tree = check("x \"a$b\" \"a\\$b\" c")
    let words = tree.simpleCommands()[0].command.words
    #expect(tree.script(of: words[1], keepingExpansions: false) == nil)
    #expect(tree.script(of: words[2], keepingExpansions: false)?.bytes == Array("a$b".utf8))
    #expect(tree.script(of: words[1])?.bytes == Array("a$b".utf8))
  }

  @Test func visitsNameTheirContext() {
    let source =
      "a $(b); if c; then d || e; else f; fi; for x in $(g); do h; done; i() { j; }; (k) & ! l | m; while n; do o; done"
    let visits = check(source).simpleCommands()
    let contexts = visits.map { "\($0.command.name ?? "?"):" + $0.context.map { "\($0)" }.joined(separator: ",") }
    #expect(
      contexts == [
        "a:", "b:commandSubstitution", "c:condition", "d:branch", "e:branch,orElse", "f:branch",
        "g:commandSubstitution",
        "h:loop", "j:function(\"i\"),group", "k:background,subshell", "l:pipeline", "m:pipeline", "n:loop,condition",
        "o:loop",
      ])
    #expect(visits.filter(\.isUnconditional).map(\.command.name) == ["a", "l", "m"])
    #expect(visits[3].positions.map(\.index) == [1, 0])
  }

  @Test func jsonListsOffsets() {
    #expect(
      check("A=b c d >e # f").json()
        == "{\"complete\":true,\"commands\":[\n{\"words\":[[4,5],[6,7]],\"assignments\":[[0,3]],\"redirections\":[[8,10]]}],\"comments\":[[11,14]]}\n"
    )
  }
}
