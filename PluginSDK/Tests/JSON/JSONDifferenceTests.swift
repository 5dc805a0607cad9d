import FoundationEssentials
import Testing

@testable import PluginSDK

/// A few bytes changed, removed, doubled or cut off.
private func changed(_ sample: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var bytes = sample
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 8)], at: at)
        default: bytes.removeLast(Int.random(in: 0...min(bytes.count, 20), using: &random))
        }
    }
    return bytes
}

/// The reader and the writer beside the way through `Codable`, which both replace.
struct JSONDifferenceTests {
    @Test("random documents read as they do through JSONDecoder")
    func reading() throws {
        var random = SplitMix(state: 7)
        for _ in 0..<1_000 {
            let text = RandomJSON.document(&random)
            let expected = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
            #expect(try JSONValue(parsing: text) == expected, "\(text)")
        }
    }

    @Test("random numbers read as they do through JSONDecoder")
    func numbers() throws {
        var random = SplitMix(state: 8)
        for _ in 0..<5_000 {
            let text = RandomJSON.number(&random)
            let expected = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
            let read = try? JSONValue(parsing: text)
            // JSONDecoder cuts the fraction off where doubles are whole numbers only.
            if case .number(let number)? = read, number.magnitude >= 0x1p53, number == Double(text) { continue }
            #expect(read == expected, "\(text)")
        }
    }

    @Test("random values are written as they always were, and read back as they are")
    func writing() throws {
        var random = SplitMix(state: 9)
        for _ in 0..<1_000 {
            let value = try JSONValue(parsing: RandomJSON.document(&random))
            #expect(value.text == PlainJSONText.of(value))
            #expect(value.bytes == Array(value.text.utf8))
            #expect(try JSONValue(parsing: value.bytes) == value)
        }
        for value: JSONValue in [.number(.infinity), .number(.nan), .number(3), .number(-0.0), .integer(.min)] {
            #expect(value.text == PlainJSONText.of(value))
        }
    }

    @Test("mutated documents are read or refused, and what is read is read the same again")
    func mutated() throws {
        var random = SplitMix(state: 10)
        for _ in 0..<FuzzRounds.count(10_000) {
            let bytes = changed(Array(RandomJSON.document(&random).utf8), &random)
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect(try JSONValue(parsing: value.bytes) == value)
        }
    }
}
