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
        var random = SplitMix(seed: 7)
        let seed = Array(#"{"status":"ok","tenant":"demo \u00e9\n","n":"\\\""}"#.utf8)
        for _ in 0..<FuzzRounds.count(5_000) {
            var bytes = seed
            for _ in 0...(random.next() % 3) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes = Array(bytes.prefix(max(1, place)))
                default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                }
            }
            _ = bytes.withUnsafeBytes { LabelText.parse($0) }
        }
    }
}
