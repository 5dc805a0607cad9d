import Foundation
import Fuzzing
import HostTransfers
import Testing

@testable import HostServiceRequests
@testable import HostUpstreams

@Suite("Lines of requests and answers")
struct LineTests {
    private struct Line: Decodable {
        var status: Int
        var headers: [[String]]
    }

    @Test("mutated headers come out of an answer's line as they went in")
    func mutatedAnswers() throws {
        var random = SeededRandom(3)
        let value = Array("a \"b\" \\ 한\u{7F}\u{1}\t/ \u{1F600}\u{E9}".utf8)
        for _ in 0..<FuzzRounds.count(500) {
            let headers = (0..<Int.random(in: 0...4, using: &random)).map { number in
                (name: "x-\(number)", value: String(decoding: value.mutated(&random), as: UTF8.self))
            }
            let body: [UInt8] = [0x0A, 0xFF]
            let bytes = AnswerFrame.bytes(TransferHead(status: 207, headers: headers), body: body)
            let end = try #require(bytes.firstIndex(of: 0x0A))
            #expect(Array(bytes[(end + 1)...]) == body)
            let line = try JSONDecoder().decode(Line.self, from: Data(bytes[..<end]))
            #expect(line.status == 207 && line.headers == headers.map { [$0.name, $0.value] })
        }
    }

    /// What the general decoder makes of a flat object; nil where it refuses.
    private func decoded(_ bytes: [UInt8]) -> [String: FlatObject.Value]? {
        struct Decoded: Decodable {
            let value: FlatObject.Value

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if container.decodeNil() {
                    value = .null
                } else if let flag = try? container.decode(Bool.self) {
                    value = .flag(flag)
                } else if let number = try? container.decode(Int64.self) {
                    value = .number(number)
                } else if let text = try? container.decode(String.self) {
                    value = .text(text)
                } else {
                    value = .lists(try container.decode([[String]].self))
                }
            }
        }
        return try? JSONDecoder().decode([String: Decoded].self, from: Data(bytes)).mapValues(\.value)
    }

    private static let request = Array(
        #"""
        {"exchange":7,"headers":[["content-type","application/json"],["x-a","q\"\\\/\n한"]],"idempotent":false, "a":[],
         "method":"POST","path":"/v1/chat","tenant":null,"timeout_ms":60000,"upstream":"llm","b":[[]],"c":-12,"d":0}
        """#.utf8)

    @Test("mutated requests are read as the general decoder reads them, or left to it")
    func mutatedRequests() throws {
        let members = try #require(Self.request.withUnsafeBufferPointer { FlatObject($0) })
        #expect(members.members.count == 12)
        var random = SeededRandom(11)
        var read = 0
        for round in 0..<FuzzRounds.count(3_000) {
            let bytes = round == 0 ? Self.request : Self.request.mutated(&random)
            guard let flat = bytes.withUnsafeBufferPointer({ FlatObject($0) }) else { continue }
            read += 1
            let pairs = flat.members.map { ($0.name, $0.value) }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(Dictionary(pairs) { first, _ in first } == decoded(bytes), "\(text)")
        }
        #expect(read > 100)
    }

    @Test(
        "what leaves a doubt is left to the general decoder",
        arguments: [
            "", "{", "[]", "{}x", #"{"a":1,}"#, #"{"a":1 "b":2}"#, #"{"a":01}"#, #"{"a":1.0}"#, #"{"a":1e2}"#,
            #"{"a":1234567890123456789}"#, #"{"a":-}"#, #"{"a":- 1}"#, #"{"a":tru}"#, #"{"a":{}}"#, #"{"a":[1]}"#,
            #"{"a":["b"]}"#, #"{"a":[["b",1]]}"#, #"{"a":"\u0041"}"#, #"{"a":"\x"}"#, "{\"a\":\"\n\"}", #"{"a":"b}"#,
            #"{"a":1,"a":2}"#, "\u{FEFF}{}", #"{"a":"\"}"#,
        ])
    func doubt(text: String) {
        var text = text
        #expect(text.withUTF8 { FlatObject($0) == nil })
    }

    @Test("an object of many members is left to it, too")
    func many() {
        func flat(_ count: Int) -> FlatObject? {
            var text = "{" + (0..<count).map { "\"m\($0)\":\($0)" }.joined(separator: ",") + "}"
            return text.withUTF8 { FlatObject($0) }
        }
        #expect(flat(32)?["m31"] == .number(31) && flat(33) == nil)
    }
}
