import PluginTestKit
import Testing

@testable import PluginSDK

struct UpstreamFrameTests {
    @Test("a request's line is JSON with all that was said, whatever is in the texts")
    func line() throws {
        let nasty = "\"\\/\n\r\t\u{1}\u{7F}한 \u{1F600} {}[],:"
        var request = UpstreamRequest(
            "POST", "/a", query: ["q": "", "\(nasty)": "2"], headers: ["x-a": "\(nasty)", "x-b": ""],
            body: [0x0A, 0, 0xFF], timeout: .seconds(1), idempotent: false, tenant: nasty)
        request.attempts = 2
        let frame = Frame(parsing: try request.frame(exchange: .max, upstream: nasty, service: "http.send/1"))
        #expect(frame.body == [0x0A, 0, 0xFF])
        let expected = """
            "headers":[["x-a",TEXT],["x-b",""]],"idempotent":false,"method":"POST","path":"/a",\
            "query":[["q",""],[TEXT,"2"]],"tenant":TEXT,"timeout_ms":1000,"upstream":TEXT}
            """
        let text = JSONValue.string(nasty).text
        #expect(
            String(decoding: frame.head, as: UTF8.self)
                == #"{"attempts":2,"exchange":18446744073709551615,"#
                + expected.split(separator: "TEXT", omittingEmptySubsequences: false).joined(separator: text))
        #expect(try JSONValue(parsing: frame.head)["tenant"] == .string(nasty))
    }

    @Test("an answer's head is read, and members that it has beside are passed over")
    func head() throws {
        let head = try UpstreamHead(
            line: Array(#"{"status":200,"headers":[["Date","x"],["a","\u00e9"]],"later":{}}"#.utf8), from: "s")
        #expect(head.status == 200 && head.headers.map(\.name) == ["date", "a"] && head.header("A") == "é")
        for line in [#"{"status":204}"#, #"{"status":204,"headers":null}"#, #"{"status":204,"headers":[]}"#] {
            let head = try UpstreamHead(line: Array(line.utf8), from: "s")
            #expect(head.status == 204 && head.headers.isEmpty)
        }
    }

    @Test(
        "a head that is none is a bad reply",
        arguments: [
            "", "{", "[]", "{}", #"{"headers":[]}"#, #"{"status":"200"}"#, #"{"status":200.5}"#,
            #"{"status":200,"headers":{}}"#, #"{"status":200,"headers":["a"]}"#, #"{"status":200,"headers":[["a"]]}"#,
            #"{"status":200,"headers":[["a","b","c"]]}"#, #"{"status":200,"headers":[["a",1]]}"#, "{\"status\":200}x",
        ])
    func noHead(line: String) {
        #expect(throws: ServiceError.badReply("s")) { try UpstreamHead(line: Array(line.utf8), from: "s") }
    }

    @Test("mutated heads are read as what the JSON says, or are bad replies")
    func mutated() {
        let line = Array(#"{"status":200,"headers":[["date","Sat, 21"],["etag","\"x\""]]}"#.utf8)
        var random = SplitMix(state: 7)
        for _ in 0..<FuzzRounds.count(2_000) {
            var bytes = line
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
            guard let head = try? UpstreamHead(line: bytes, from: "s") else { continue }
            let document = try? JSONValue(parsing: bytes)
            #expect(document?["status"] == .integer(head.status))
        }
    }
}
