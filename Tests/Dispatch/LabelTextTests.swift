import Fuzzing
import Testing

@testable import HostDispatch

@Suite struct LabelTextTests {
    private func parse(_ text: String) -> [String: String]? {
        Array(text.utf8).withUnsafeBytes { LabelText.parse($0) }
    }

    @Test func anObjectOfStringsIsRead() {
        #expect(parse(#"{"a": "1", "b":"x\"y\u00e9"}"#) == ["a": "1", "b": "x\"y\u{e9}"])
        #expect(parse("{}") == [:])
        #expect(parse("") == [:])
    }

    @Test(arguments: [
        "[", "{", #"{"a":1}"#, #"{"a":"1",}"#, #"{"a":"1"} x"#, #"{"a":"1""#, #"{"a":"\q"}"#, "null", #"{"a":"\u12"}"#,
    ])
    func anythingElseIsRefused(text: String) {
        #expect(parse(text) == nil)
    }

    @Test func mutatedLabelsNeverCrash() {
        var random = SeededRandom(7)
        let seed = Array(#"{"status":"ok","tenant":"demo \u00e9\n","n":"\\\""}"#.utf8)
        for _ in 0..<FuzzRounds.count(5_000) {
            let bytes = seed.mutated(&random)
            _ = bytes.withUnsafeBytes { LabelText.parse($0) }
        }
    }
}
