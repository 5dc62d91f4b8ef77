import SourceText
import Testing

@testable import YAMLSyntax

private let web: YAMLRoute = [.key("web")]

/// Checks that the patches turn `before` into exactly `after`, also with CRLF line ends and without a last one.
private func check(
  _ before: String, _ patches: [YAMLPatch], _ after: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  for variant in [before, before.replacing("\n", with: "\r\n"), "\u{FEFF}" + before] {
    var expected = after
    if variant.utf8.contains(13) { expected = after.replacing("\n", with: "\r\n") }
    if variant.hasPrefix("\u{FEFF}") { expected = "\u{FEFF}" + after }
    switch YAMLPatcher.change(patches, in: parse(variant)) {
    case .success(let change):
      #expect(change.document.source == Array(expected.utf8), sourceLocation: sourceLocation)
      let result = String(decoding: change.edits.apply(to: Array(variant.utf8)), as: UTF8.self)
      #expect(result == expected, sourceLocation: sourceLocation)
    case .failure(let refusal): Issue.record("\(refusal)", sourceLocation: sourceLocation)
    }
  }
}

/// Checks that the patch is refused for this reason.
private func check(
  _ text: String, _ patch: YAMLPatch, refused reason: YAMLPatchRefusal.Reason,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let (document, _) = YAMLDocument.parse(Array(text.utf8), path: "")
  switch YAMLPatcher.change([patch], in: document) {
  case .success(let change): Issue.record("not refused: \(change.edits)", sourceLocation: sourceLocation)
  case .failure(let refusal):
    #expect(refusal.reason == reason, sourceLocation: sourceLocation)
    #expect(refusal.message.hasSuffix(reason.rawValue), sourceLocation: sourceLocation)
  }
}

@Suite struct AddingKeys {
  private let add = YAMLPatch.addKey(web, key: "target", value: "app")

  @Test func toBlockMappings() {
    check("web:\n  context: .\n", [add], "web:\n  context: .\n  target: app\n")
    check(
      "web:\n  context: .  # here\n\n# next\nx: 1\n", [add],
      "web:\n  context: .  # here\n  target: app\n\n# next\nx: 1\n")
    check("web:\n    context: \".\"\n", [add], "web:\n    context: \".\"\n    target: \"app\"\n")
    check(
      "web:\n  context: '.'\n  args:\n    - a=b\n", [add], "web:\n  context: '.'\n  args:\n    - a=b\n  target: 'app'\n"
    )
    check("web:\n  context: '.'\n  a: b\n", [add], "web:\n  context: '.'\n  a: b\n  target: app\n")
    check(
      "web:\n  context: é\n  text: |\n    a\n    b\n\nx: 1\n", [add],
      "web:\n  context: é\n  text: |\n    a\n    b\n  target: app\n\nx: 1\n")
    check("web: &w\n  # c\n  context: .\n", [add], "web: &w\n  # c\n  context: .\n  target: app\n")
    check("web:\n  context:\nx: 1\n", [add], "web:\n  context:\n  target: app\nx: 1\n")
    check("web:\n  <<: {a: b}\n", [add], "web:\n  <<: {a: b}\n  target: app\n")
    check("\"web\": {}\n", [add], "\"web\": {target: app}\n")
  }

  @Test func behindANamedKey() {
    check(
      "web:\n  context: .\n  args:\n    a: b\n",
      [.addKey(web, key: "target", value: "app", after: "context")],
      "web:\n  context: .\n  target: app\n  args:\n    a: b\n")
    check(
      "web:\n  context: .\n  a: b\n", [.addKey(web, key: "target", value: "app", after: "none")],
      "web:\n  context: .\n  a: b\n  target: app\n")
  }

  @Test func inItemsOfSequences() {
    check(
      "a:\n  - context: .\n", [.addKey([.key("a"), .index(0)], key: "target", value: "app")],
      "a:\n  - context: .\n    target: app\n")
  }

  @Test func toFlowMappings() {
    check("web: {context: .}\n", [add], "web: {context: ., target: app}\n")
    check("web: { context: ., a: b } # c\n", [add], "web: { context: ., a: b, target: app } # c\n")
    check("web: {\"context\":\".\"}\n", [add], "web: {\"context\":\".\",\"target\":\"app\"}\n")
    check("{\"web\":{\"context\": \".\"}}", [add], "{\"web\":{\"context\": \".\", \"target\": \"app\"}}")
    check("web: {\n  context: .,\n  a: b\n}\n", [add], "web: {\n  context: .,\n  a: b,\n  target: app\n}\n")
    check("web: {\n  context: .,\n  a: b, # c\n}\n", [add], "web: {\n  context: .,\n  a: b, # c\n  target: app,\n}\n")
    check("web: {\n  context: .,\n  a: b # c\n}\n", [add], "web: {\n  context: .,\n  a: b, # c\n  target: app\n}\n")
    check("web: {\n  context: . }\n", [add], "web: {\n  context: ., target: app }\n")
  }

  @Test func atTheEndOfAFileWithoutALineEnd() {
    check("web:\n  context: .", [add], "web:\n  context: .\n  target: app")
  }

  @Test func quotesWhatWouldBeReadOtherwise() {
    for (value, written) in [
      ("yes", "\"yes\""), ("1.5", "\"1.5\""), ("a b", "\"a b\""), ("", "\"\""), ("a\"\n", "\"a\\\"\\n\""),
      ("-a", "\"-a\""), (".", "."), ("b-2.x", "b-2.x"), ("0x1f", "\"0x1f\""), ("face", "face"), ("é", "\"é\""),
    ] {
      check("web:\n  a: b\n", [.addKey(web, key: "k", value: value)], "web:\n  a: b\n  k: \(written)\n")
    }
    check("web:\n  a: 'b'\n", [.addKey(web, key: "k", value: "it's")], "web:\n  a: 'b'\n  k: 'it''s'\n")
    check("web:\n  a: 'b'\n", [.addKey(web, key: "k", value: "a\tb")], "web:\n  a: 'b'\n  k: \"a\\tb\"\n")
  }

  @Test func holdingAMapping() {
    let add = YAMLPatch.addMapping(web, key: "build", YAMLPair("target", "app"))
    check("web:\n  image: x # c\nx: 1\n", [add], "web:\n  image: x # c\n  build:\n    target: app\nx: 1\n")
    check(
      "web:\n    image: x\n    env:\n        - A=b\n", [add],
      "web:\n    image: x\n    env:\n        - A=b\n    build:\n        target: app\n")
    check(
      "\"web\":\n  \"image\": \"x\"\n", [add],
      "\"web\":\n  \"image\": \"x\"\n  \"build\":\n    \"target\": \"app\"\n")
    check("web: { image: x }\n", [add], "web: { image: x, build: { target: app } }\n")
    check("{\"web\":{\"image\":\"x\"}}", [add], "{\"web\":{\"image\":\"x\",\"build\":{\"target\":\"app\"}}}")
    check("web: {build: x}\n", add, refused: .keyExists)
    check("web: {}\n", add, refused: .emptyValue)
    check("web: x\n", add, refused: .notAMapping)
  }

  @Test func severalPatches() {
    check(
      "a:\n  x: 1\nb: .\n",
      [
        .replaceScalarWithMapping([.key("b")], [YAMLPair("context", "."), YAMLPair("target", "app")]),
        .addKey([.key("a")], key: "w", value: "p"), .addKey([.key("a")], key: "z", value: "q"),
      ], "a:\n  x: 1\n  w: p\n  z: q\nb:\n  context: .\n  target: app\n")
  }

  @Test func refused() {
    check("web: {a: *x}\n", add, refused: .invalidFile)
    check("x: &x {a: b}\nweb: *x\n", add, refused: .throughAlias)
    check(
      "x: &x {web: {a: b}}\ny: *x\n", .addKey([.key("y"), .key("web")], key: "t", value: "a"), refused: .throughAlias)
    check("a: 1\n", add, refused: .noSuchNode)
    check("", add, refused: .noSuchNode)
    check("web: {a: b}\nweb: {c: d}\n", add, refused: .duplicateKey)
    check("web:\n  ? a\n  : b\n", add, refused: .complexKey)
    check("web:\n  [a]: b\n", add, refused: .complexKey)
    check("web:\n", add, refused: .emptyValue)
    check("web: text\n", add, refused: .notAMapping)
    check("web: {target: x}\n", add, refused: .keyExists)
    check("web:\n  a: |\n    x", add, refused: .changesMore)
  }
}

@Suite struct SettingScalars {
  @Test func keepsTheQuotes() {
    for (before, after) in [("a", "app"), ("'a'", "'app'"), ("\"a\"", "\"app\""), ("&x a", "&x app"), ("", " app")] {
      let gap = before.isEmpty ? "" : " "
      check("web:\(gap)\(before) # c\n", [.setScalar(web, "app")], "web:\(gap)\(after) # c\n")
    }
    check("web: a\n  b\nx: 1\n", [.setScalar(web, "app")], "web: app\nx: 1\n")
    check("[a, b]\n", [.setScalar([.index(1)], "app")], "[a, app]\n")
  }

  @Test func refused() {
    check("web: |\n  a\n", .setScalar(web, "b"), refused: .blockScalar)
    check("web: !reset a\n", .setScalar(web, "b"), refused: .taggedValue)
    check("web: [a]\n", .setScalar(web, "b"), refused: .notAScalar)
    check("web: &x\n", .setScalar(web, "b"), refused: .emptyValue)
  }
}

@Suite struct LengtheningShortForms {
  private let long = YAMLPatch.replaceScalarWithMapping(web, [YAMLPair("context", "."), YAMLPair("target", "app")])

  @Test func inBlockMappings() {
    check("web: .\n", [long], "web:\n  context: .\n  target: app\n")
    check("web: \".\" # here\nx: 1\n", [long], "web:\n  context: \".\" # here\n  target: \"app\"\nx: 1\n")
    check("x:\n    y: 1\nweb: '.'\n", [long], "x:\n    y: 1\nweb:\n    context: '.'\n    target: 'app'\n")
    check("web:\n   .\n", [long], "web:\n   context: .\n   target: app\n")
    check("web: &b .\n", [long], "web: &b\n  context: .\n  target: app\n")
    check("web: &b .\nx:\n  web: *b\n", [long], "web: &b\n  context: .\n  target: app\nx:\n  web: *b\n")
    check("'web': .", [long], "'web':\n  'context': .\n  'target': app")
  }

  @Test func deeperInTheTree() {
    check(
      "services:\n    a:\n        web: .\n        image: x\n",
      [
        .replaceScalarWithMapping(
          [.key("services"), .key("a"), .key("web")], [YAMLPair("context", "."), YAMLPair("target", "app")])
      ], "services:\n    a:\n        web:\n            context: .\n            target: app\n        image: x\n")
  }

  @Test func inFlowMappings() {
    check("{web: ., x: y}\n", [long], "{web: {context: ., target: app}, x: y}\n")
    check("{ web: . }\n", [long], "{ web: { context: ., target: app } }\n")
    check("{\"web\":\".\"}\n", [long], "{\"web\":{\"context\":\".\",\"target\":\"app\"}}\n")
  }

  @Test func anotherTextForTheFirstKey() {
    check(
      "web: ./\n", [.replaceScalarWithMapping(web, [YAMLPair("context", "dir"), YAMLPair("target", "app")])],
      "web:\n  context: dir\n  target: app\n")
  }

  @Test func refused() {
    check("web:\n", long, refused: .emptyValue)
    check("web: {context: .}\n", long, refused: .notAScalar)
    check("web: &b .\nx: *b\n", long, refused: .sharedScalar)
    check("web: &b .\nx: [{web: *b}, *b]\n", long, refused: .sharedScalar)
    check("web: !reset .\n", long, refused: .taggedValue)
    check("web: |-\n  .\n", long, refused: .blockScalar)
    check("? web\n: .\n", long, refused: .complexKey)
    check("[.]", .replaceScalarWithMapping([.index(0)], [YAMLPair("a", ".")]), refused: .notAMapping)
  }
}
