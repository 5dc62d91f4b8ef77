import ShellSyntax
import Testing

@Suite struct CommandTests {
  @Test func listsKeepTheOperatorBehindEachCommand() {
    check("", "")
    check("a && b; c", "(a) && (b) ; (c)")
    check("a||b &\nc\n", "(a) || (b) & (c) nl")
    check("a &&\n\n # why\n b", "(a) && (b)")
    check("  # only a comment", "")
    check("(a) # tail\n((1)) # tail", "sub{(a)} nl let<((1))>")
    check("a # tail\nb#no", "(a) nl (b#no)")
  }

  @Test func pipelinesAreOneItem() {
    check("a | b |& c && d", "<(a) | (b) | (c)> && (d)")
    check("! grep -q x f", "<! (grep -q x f)>")
    check("time -p make all", "<time (make all)>")
    check("a |\n b", "<(a) | (b)>")
    check("! ! a", "<(a)>")
    check("timeout 5 a", "(timeout 5 a)")
  }

  @Test func compoundCommands() {
    check("{ a; b; }", "{(a) ; (b) ;}")
    check("(a; b) >f", "sub{(a) ; (b)} >f")
    check("{a,b}", "({a,b})")
    check("if a; then b; elif c; then d; else e; fi", "if{(a) ;}{(b) ;}if{(c) ;}{(d) ;}else{(e) ;}")
    check("if a\nthen b\nfi && c", "if{(a) nl}{(b) nl} && (c)")
    check("for x in a \"$b\" *.c; do echo $x; done", "for x a \"{$b}\" *.c{(echo {$x}) ;}")
    check("for x\ndo a; done", "for x{(a) ;}")
    check("for x in; do a; done", "for x{(a) ;}")
    check("for ((i=0; i<3; i++)); do a; done", "for{(a) ;}")
    check("while read -r l; do a; done <f", "while{(read -r l) ;}{(a) ;} <f")
    check("until a; do b; done | c", "<until{(a) ;}{(b) ;} | (c)>")
    check("case $1 in a|b) x;; (c) ;; *) y ; esac", "case {$1}[a|b]{(x)}[c]{}[*]{(y) ;}")
    check("case x in\n  a)\n    b\n    ;;\nesac", "case x[a]{(b) nl}")
    check("case x in a) b;& c) d;;& esac", "case x[a]{(b)}[c]{(d)}")
    check("[[ -f a && $b =~ ^(x|y z)$ ]] && c", "test<[[ -f a && $b =~ ^(x|y z)$ ]]> && (c)")
    check("(( i++ )) || a", "let<(( i++ ))> || (a)")
    check("((a); (b))", "sub{sub{(a)} ; sub{(b)}}")
  }

  @Test func functions() {
    check("f() { a; }", "fn f {(a) ;}")
    check("function f { a; }; f", "fn f {(a) ;} ; (f)")
    check("function g-h () (a)", "fn g-h sub{(a)}")
    check("f ( )\n{ a\n}", "fn f {(a) nl}")
  }

  @Test func reservedWordsAreOrdinaryAsArguments() {
    check("echo if then fi { } done", "(echo if then fi { } done)")
    check("a=1 if", "(a=1 if)")
    check("echo ! time", "(echo ! time)")
  }

  @Test func assignments() {
    check("A=b C= d", "(A=b C= d)")
    check("A+=x", "(A+=x)")
    check("A=(1 \"2 3\" # c\n 4) B[1]=x", "(A=[1 \"2 3\" 4] B=x)")
    check("A[${#A[@]}]=x B[\"[C]\"]=y D[1 + 2]=z", "(A=x B=y D=z)")
    check("a[ b]", "(a[ b])")
    check("export A=1 B=(x y)", "(export A=1 B=[x y])")
    check("env A=b c", "(env A=b c)")
    check("A=$(b)", "(A=$[(b)])")
    check("1A=b", "(1A=b)")
  }

  @Test func redirections() {
    check("a >f 2>&1 </dev/null", "(a >f 2>&1 </dev/null)")
    check("a &>f &>>g >|h <>i", "(a &>f &>>g >|h <>i)")
    check("cat <<<\"$x\" >&-", "(cat <<<\"{$x}\" >&-)")
    check("a 3< f {fd}>g 4 >h", "(a 4 3<f >g >h)")
    check("diff <(a) <(b)", "(diff <[(a)] <[(b)])")
    check(">f", "(>f)")
    check("a >", "UNPARSED", diagnostics: ["shell/missing-target"])
  }

  @Test func hereDocuments() {
    check("cat <<EOF\na $b\n'c'\nEOF\nd", "(cat <<EOF[EOF: a {$b}~'c'~]) nl (d)")
    check("cat <<'EOF' && e\n$a `\nEOF\nd", "(cat <<'EOF'[quoted EOF: $a `~]) && (e) nl (d)")
    check("cat <<-E >f\n\ta\n\tE\n", "(cat <<-E[E: \ta~] >f) nl")
    check("a <<A <<B\n1\nA\n2\nB\n", "(a <<A[A: 1~] <<B[B: 2~]) nl")
    check("if cat <<E\nx\nE\nthen a; fi", "if{(cat <<E[E: x~]) nl}{(a) ;}")
    check("cat <<E\nx\\\n$(a)\nE", "(cat <<E[E: x$[(a)]~]) nl")
    check("x=$(cat <<E\n1\nE\n)", "(x=$[(cat <<E[E: 1~]) nl])")
    check("cat <<E\nx", "(cat <<E[E: x]) nl", diagnostics: ["shell/unterminated-here-document"])
    check("cat <<E", "(cat <<E)", diagnostics: ["shell/missing-here-document"])
    check("cat <<E\n\nE\n", "(cat <<E[E: ~]) nl")
    check("cat <<E\nE\na", "(cat <<E[E: ]) nl (a)")
  }

  @Test func whatCannotBeParsedSaysSo() {
    check("a; )", "(a) ; UNPARSED", diagnostics: ["shell/unexpected-token"])
    check("a && ", "UNPARSED &&", diagnostics: ["shell/missing-command"])
    check("if a; then b", "UNPARSED", diagnostics: ["shell/missing-token"])
    check("echo 'x", "UNPARSED", diagnostics: ["shell/unterminated-quote"])
    check("echo \"x", "UNPARSED", diagnostics: ["shell/unterminated-quote"])
    check("(a) b; c", "sub{(a)} (b) ; (c)", diagnostics: ["shell/unexpected-token"])
    check("( )", "UNPARSED", diagnostics: ["shell/missing-token"])
    check("; a", "UNPARSED (a)", diagnostics: ["shell/unexpected-token"])
    check("a | | b", "UNPARSED UNPARSED (b)", diagnostics: ["shell/missing-command", "shell/unexpected-token"])
    check("a `b \\$c`", "(a `[UNPARSED])", diagnostics: ["shell/escapes-in-backticks"])
  }

  @Test func windowsLineEndsAreNotedOnce() {
    check("a b\r\nc \\\r\n d\r\n", "(a b) nl (c d) nl", diagnostics: ["shell/carriage-return"])
    check("cat <<E\r\nx\r\nE\r\n", "(cat <<E[E: x~]) nl", diagnostics: ["shell/carriage-return"])
    check("if a\r\nthen b\r\nfi\r\n", "if{(a) nl}{(b) nl} nl", diagnostics: ["shell/carriage-return"])
    check("a \r b", "(a \r b)")
  }

  @Test func aLimitBoundsTheDepth() {
    let deep = String(repeating: "( ", count: 300) + "a" + String(repeating: ")", count: 300)
    let tree = check(deep, diagnostics: ["shell/too-deep"])
    guard case .unparsed = tree.root.items[0].command else {
      Issue.record("expected an unparsed command")
      return
    }
    check(String(repeating: "{ ", count: 40) + "a;" + String(repeating: " };", count: 40))
  }
}
