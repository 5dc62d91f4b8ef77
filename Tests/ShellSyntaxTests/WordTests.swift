import ShellSyntax
import SourceText
import Testing

@Suite struct WordTests {
  @Test func quoting() {
    check("a'b c'\"d e\"\\ f", "(a'b c'\"d e\"\\ f)")
    check("\"a\\\"b \\n 'c'\"", "(\"a\\\"b \\n 'c'\")")
    check("a\\\nb c", "(ab c)")
    check("$'a\\'b' $\"c\"", "($'a\\'b' \"c\")")
    check("a#b \\# '#'", "(a#b \\# '#')")
  }

  @Test func expansions() {
    check("$a ${b} $1 $@ ${10} $", "({$a} {$b} {$1} {$@} {$10} $)")
    check("${a:-b c} ${a:+\"$d\"} ${a##*/}", "({$a :- b c} {$a :+ \"{$d}\"} {$a ## */})")
    check("\"${a:-'b}\" ${a:-'}'}", "(\"{$a :- 'b}\" {$a :- '}'})")
    check("${#a} ${!a} ${#} ${a[0]} ${a[@]:1}", "({$#a} {$!a} {$#} {$a[]} {$a[] : 1})")
    check("${a/b/c} ${a//x} ${a^^} ${a@Q}", "({$a / b/c} {$a // x} {$a ^^ } {$a @ Q})")
    check("${a:-${b:-$(c \"}\")}}", "({$a :- {$b :- $[(c \"}\")]}})")
    check("a$(b; c)d `e f`", "(a$[(b) ; (c)]d `[(e f)])")
    check("$((1 + (2))) $((a); b)", "($((1 + (2))) $[sub{(a)} ; (b)])")
    check("\"$(a \"b c\")\"", "(\"$[(a \"b c\")]\")")
    check("$(a # )\n)", "($[(a) nl])")
    check("$(case x in a) b;; esac)", "($[case x[a]{(b)}])")
    check("rm !(a|b) @(c)d", "(rm !(a|b) @(c)d)")
  }

  private func word(_ source: String) throws -> Word {
    try #require(check("x " + source).simpleCommands().first?.command.words.last)
  }

  @Test(arguments: [
    ("a'b c'\"d\"\\ e", "ab cd e"), ("~/x*", "~/x*"), ("''", ""), ("$'a\\n\\x41\\u00e9\\''", "a\nAé'"),
    ("\"a\\b\\$\"", "a\\b$"), ("a\\\nb", "ab"),
  ])
  func literals(_ source: String, _ expected: String) throws {
    #expect(try word(source).literal == expected)
  }

  @Test(arguments: ["$a", "\"${a}\"", "$(b)", "`b`", "$((1))", "<(a)"])
  func expansionsAreNoLiterals(_ source: String) throws {
    #expect(try word(source).literal == nil)
  }

  @Test(arguments: [
    ("$A/x", "1/x"), ("\"${A}\"", "1"), ("${U:-d}", "d"), ("${E:-d}", "d"), ("${E-d}", ""), ("${A:+y}", "y"),
    ("${U:+y}", ""), ("${A:?no}", "1"), ("${U:-$A'2'}", "12"), ("$U", nil), ("${U:?no}", nil), ("$(a)", nil),
    ("${A#x}", nil), ("'$A'", "$A"), ("${#A}", nil),
  ])
  func values(_ source: String, _ expected: String?) throws {
    #expect(try word(source).value { ["A": "1", "E": ""][$0] } == expected)
  }

  @Test func properties() throws {
    #expect(try word("a*").hasGlob)
    #expect(try !word("'a*'").hasGlob)
    #expect(try !word("a\\*").hasGlob)
    #expect(try word("{a,b}").hasBraces && !word("'{a,b}'").hasBraces && !word("{a}").hasBraces)
    #expect(try word("$a\"${b:-$c}\"$(d $e)").parameters == ["a", "b", "c"])
    #expect(try word("\"$(a)\"`b`").commandSubstitutions.count == 2)
  }
}
