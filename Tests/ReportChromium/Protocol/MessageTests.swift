import Fuzzing
import Testing

@testable import ReportChromium

@Suite("Messages of the browser") struct MessageTests {
    private func value(_ text: String) throws(ProtocolFault) -> ProtocolValue {
        try ProtocolReader.read(Array(text.utf8))
    }

    @Test("values of every kind are read, with space between the tokens")
    func values() throws {
        let read = try value(" { \"a\" : [ 1 , -2.5e3 , true , false , null ] , \"b\" : { } , \"c\" : [ ] } ")
        guard case .list(let elements)? = read["a"] else { throw ProtocolFault("no list") }
        #expect(elements.count == 5)
        #expect(elements[1].number == -2500)
        #expect(read["b"]?["x"] == nil)
        #expect(read["d"] == nil)
    }

    @Test(
        "escapes mean what RFC 8259 says",
        arguments: [
            (#""a\"b\\c\/d""#, "a\"b\\c/d"), (#""\b\f\n\r\t""#, "\u{8}\u{c}\n\r\t"), (#""\uAC00\u0041""#, "가A"),
            (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{FFFD}"), (#""""#, ""), (#""\\""#, "\\"),
        ])
    func escapes(_ text: String, _ meant: String) throws {
        #expect(try value(text).text == meant)
    }

    @Test(
        "what is no JSON is a fault",
        arguments: [
            "", "{", "[1,", "{\"a\"}", "{\"a\":}", "\"open", "\"\\", "\"\\x\"", "\"\\u12\"", "tru", "1 2", "-", "1e999",
            "[1 2]", "{1:2}", "nul", "}",
        ])
    func broken(_ text: String) {
        #expect(throws: ProtocolFault.self) { try value(text) }
    }

    @Test("depth and the number of values are bounded")
    func bounds() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: ProtocolFault.self) { try value(deep) }
        let many = "[" + String(repeating: "0,", count: 300_000) + "0]"
        #expect(throws: ProtocolFault.self) { try value(many) }
    }

    @Test("a long string costs one pass, however many escapes are in it")
    func longString() throws {
        let text = "\"" + String(repeating: "\\\"\\n", count: 1_000_000) + "\""
        let clock = ContinuousClock()
        let took = try clock.measure { _ = try value(text) }
        // Quadratic would be minutes.
        #expect(took < .seconds(20))
    }

    @Test("an answer, an error and an event are told apart")
    func kinds() throws {
        guard case .reply(7, .success(let result)) = try message(#"{"id":7,"result":{"x":1},"sessionId":"S"}"#) else {
            throw ProtocolFault("no answer")
        }
        #expect(result["x"]?.number == 1)
        // Its words may be a page's.
        let error = #"{"id":8,"error":{"code":-32000,"message":"a name","data":"a mark"}}"#
        guard case .reply(8, .failure(let fault)) = try message(error) else { throw ProtocolFault("no error") }
        #expect(fault.reason == "error -32000")
        guard case .reply(9, .failure(let other)) = try message(#"{"id":9,"error":{"code":"a name"}}"#) else {
            throw ProtocolFault("no error")
        }
        #expect(other.reason == "an error without a number")
        guard case .event("A.b", "S", _) = try message(#"{"method":"A.b","params":{},"sessionId":"S"}"#) else {
            throw ProtocolFault("no event")
        }
    }

    @Test(
        "what is neither is a fault",
        arguments: ["{}", "[]", "1", #"{"id":1.5}"#, #"{"id":1e300}"#, #"{"method":1}"#])
    func neither(_ text: String) {
        #expect(throws: ProtocolFault.self) { try message(text) }
    }

    @Test("mutated messages are read or refused, and never crash")
    func mutatedMessages() {
        var random = SeededRandom(5)
        let originals = [
            #"{"id":7,"result":{"data":"/9j/4AAQ","list":[1,2.5,true,null,"\ud83d\ude00 \"x\""]},"sessionId":"S"}"#,
            #"{"method":"Page.frameScheduledNavigation","params":{"frameId":"F","delay":0},"sessionId":"S1"}"#,
            #"{"id":8,"error":{"code":-32000,"message":"Inspected target navigated or closed"}}"#,
        ].map { Array($0.utf8) }
        for round in 0..<FuzzRounds.count(3000) {
            let bytes = originals[round % originals.count].mutated(&random)
            guard let message = try? ProtocolMessage(bytes) else { continue }
            if case .reply(_, .success(let result)) = message, case .string(let text)? = result["data"] {
                _ = Base64.decode(text.bytes)
            }
        }
    }

    private func message(_ text: String) throws(ProtocolFault) -> ProtocolMessage {
        try ProtocolMessage(Array(text.utf8))
    }
}
