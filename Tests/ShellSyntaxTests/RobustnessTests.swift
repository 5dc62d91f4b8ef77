import ShellSyntax
import SourceText
import Testing

/// A small deterministic generator (SplitMix64), so that a failure can be repeated.
struct TestGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

@Suite struct RobustnessTests {
  private static let pieces = [
    " ", "\n", "a", "if ", "then ", "fi", "do ", "done", "case x in ", "esac", "{ ", "}", "(", ")", "((", "))", "[[ ",
    " ]]", "&&", "||", ";", ";;", "&", "|", ">", "<<E\n", "<<-'E'\n", "\nE\n", "<(", "$(", "${", "$((", "`", "\"", "'",
    "\\", "\\\n", "$", "$'", "#", "=", "A=(", "a[", "]", "\r\n", "\0", "\t", "for x in ", "function ", "f() ", "! ",
    "time ", "2>&1", ":-", "*", "é",
  ]

  @Test func anyMixtureOfTokensRoundTrips() {
    var random = TestGenerator(seed: 1)
    for _ in 0..<6000 {
      let count = 1 + Int(random.next() % 24)
      let source = (0..<count).map { _ in Self.pieces[Int(random.next() % UInt64(Self.pieces.count))] }.joined()
      let tree = checkedTree(Array(source.utf8))
      _ = ShellDump(tree: tree).list(tree.root)
    }
  }

  @Test func mutatedScriptsRoundTrip() {
    let script = Array(
      """
      set -eux; for p in a "b c"; do x=$(dpkg -L "$p" | grep '\\.so' || true); done && cat <<EOF >f
      ${x:-$(y `z`)} $((1 + 2))
      EOF
      case "$1" in -h|--help) usage;; *) [[ $1 =~ ^a(b|c)$ ]] && f() { echo "$@"; } ;; esac # done
      """.utf8)
    checkedTree(script)
    var random = TestGenerator(seed: 2)
    for _ in 0..<4000 {
      var bytes = script
      for _ in 0..<1 + random.next() % 4 {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 3 {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 8))
        }
      }
      let tree = checkedTree(bytes)
      _ = ShellDump(tree: tree).list(tree.root)
    }
  }

  @Test func everyPrefixRoundTrips() {
    let script = Array(
      "if a \"$(b ${c:-`d`})\"; then { e 'f'; } >g <<E\nx $y\nE\nelse case h in i) ((1));; esac fi".utf8)
    for end in 0...script.count { checkedTree(Array(script[..<end])) }
  }

  /// A long text made of one token takes far less time than quadratic work would.
  @Test(arguments: [
    "(", "((", "$(", "${", "$((", "\"", "'", "`", "&&", "a && ", "a;", "a\n", ")", "}", "\\", "\\\n", "<<E ", "<<E\n",
    "a[",
    "x() ", "! ", "time ", "{ ", "if ", "case a in ", "a|", "$a", "#\n", "\"$(", "`a`", "((a) ", "A=(", "!(", "fi ",
    "$'",
    "a <<E\nE\n", "[[ ", "=~ ", "${a[", "a[1 ", "`((", "$((a) ", "@(", "\r\n", "elif ", "(a)", "[[ a =~ (",
  ])
  func largeInputs(_ piece: String) {
    var source: [UInt8] = []
    while source.count < 100_000 { source += piece.utf8 }
    let clock = ContinuousClock()
    let elapsed = clock.measure {
      let tree = ShellTree.parse(MappedText(source))
      #expect(tree.print() == source)
    }
    #expect(elapsed < .seconds(5), "\(piece.debugDescription) took \(elapsed)")
  }
}
