import Planning
import Testing

@testable import Verification

@Suite struct JSONParserTests {
  @Test(arguments: [
    "null", "true", "[]", "{}", #"{"a": [1, -2, {"b": null}], "c": "x"}"#, #"["\"\\\n\t"]"#,
  ])
  func readsWhatIsWritten(_ text: String) throws {
    let value = try #require(JSONParser.parse(text))
    #expect(JSONParser.parse(value.text) == value)
    #expect(JSONParser.parse(value.line) == value)
  }

  @Test func escapes() {
    #expect(JSONParser.parse(#""\u00e9 \ud83d\ude00 \ud83d \/""#) == .string("é 😀 \u{FFFD} /"))
    #expect(JSONParser.parse("1.5") == .string("1.5"))
  }

  @Test(arguments: ["", "{", "[1,]", "[1 2]", #"{"a" 1}"#, #"{"a": }"#, "tru", "\"a", "\"\u{1}\"", "1 1", "{1: 2}"])
  func rejects(_ text: String) { #expect(JSONParser.parse(text) == nil) }

  @Test func depthIsLimited() {
    #expect(JSONParser.parse(String(repeating: "[", count: 100_000)) == nil)
  }

  @Test func members() throws {
    let value = try #require(JSONParser.parse(#"{"Size": 5, "Config": {"Env": ["A=b"], "User": null}}"#))
    #expect(value["Size"]?.number == 5)
    #expect(value["Config"]?["Env"]?.texts == ["A=b"])
    #expect(value["Config"]?["User"] == nil)
    #expect(value["Other"] == nil)
  }
}
