import Foundation
import PluginTestKit
import Testing

@testable import PluginSDK

struct CallbackAnswerTests {
    @Test("an answer carries the callback's id and outcome beside its payload")
    func headers() async throws {
        let harness = try await PluginHarness(Courier.self)
        let delivered = try await harness.call("courier.deliver", json: #"{"number": 7}"#)
        #expect(delivered.isOK && delivered.text == #"{"number":7}"#)
        #expect(delivered.headers == ["message-id": "parcel:7"])
        let failed = try await harness.call("courier.deliver", json: #"{"number": 0}"#)
        #expect(failed.isOK && failed.headers == ["outcome": "failure"])
        let both = try await harness.call("courier.weigh", Array(#"{"b":1,"a":2}"#.utf8))
        #expect(both.text == #"{"b":1,"a":2}"#, "byte for byte, not encoded anew")
        #expect(both.headers == ["message-id": "중량", "outcome": "failure"])
        try await harness.finish()
    }

    @Test("headers for HTTP clients go beside the callback's, by lower-case names, and no others do")
    func httpHeaders() throws {
        let answer = try CallbackAnswer(
            Parcel(number: 7), messageID: "m", isFailure: true,
            httpHeaders: ["X-Proctor-Degraded": "narrator", "Outcome": "success", "set-cookie": "a", "x-b": ""])
        #expect(answer.headers.map(\.name) == ["message-id", "outcome", "x-proctor-degraded", "x-b"])
        #expect(answer.headers.map(\.value) == ["m", "failure", "narrator", ""])
        #expect(try CallbackAnswer(Parcel(number: 7)).headers.isEmpty)
    }

    @Test("the manifest has the schema of the body")
    func schema() throws {
        let table = export(Courier.self).pointee
        let bytes = Array(UnsafeRawBufferPointer(start: table.manifest.data, count: table.manifest.size))
        guard case .array(let operations)? = try JSONValue(parsing: bytes)["operations"] else {
            Issue.record("no operations")
            return
        }
        for operation in operations.prefix(2) {
            #expect(operation["output"]?["media_type"] == "application/json")
            #expect(operation["output"]?["schema"]?["properties"]?["number"] == ["type": "integer"])
        }
        #expect(operations[1]["input"]?["media_type"] == "application/octet-stream")
    }

    @Test("a result of a plugin that was built before there were headers has none")
    func olderResult() async throws {
        let harness = try await PluginHarness(entry: MisbehavingTable.entry)
        let answer = try await harness.call("good.old_result", [])
        #expect(answer.isOK && answer.headers.isEmpty)
        try await harness.finish()
    }

    @Test("a header that a host could not pass on is found")
    func misnamed() async throws {
        let harness = try await PluginHarness(entry: MisbehavingTable.entry)
        #expect(try await harness.call("bad.header", []).headers == ["Message-ID": ""])
        #expect(harness.findings.map(\.code) == ["result.header"])
    }

    @Test("upstreams, databases and buckets answer a handler through the table")
    func services() async throws {
        let memory = MemoryServices(
            buckets: ["scans": .read],
            http: { request in
                request.path.hasSuffix("/track")
                    ? .stream(UpstreamHead(status: 200), pieces: ["a", "bc", "stop", "d"].map { Array($0.utf8) })
                    : .json(#"{"number": 8, "note": "here"}"#)
            },
            sql: { _ in .results([SQLResult(columns: ["number"], rows: [[41]])]) })
        memory.fill(bucket: "scans", "7", [1, 2, 3])
        let harness = try await PluginHarness(Courier.self, memory: memory)
        #expect(try await harness.call("courier.fetch", json: #"{"number": 7}"#).json?["note"] == "here")
        #expect(try await harness.call("courier.count", json: #"{"number": 7}"#).json?["number"] == 41)
        #expect(try await harness.call("courier.copy", json: #"{"number": 7}"#).json?["number"] == 3)
        let followed = try await harness.call("courier.follow", json: #"{"number": 7}"#)
        #expect(followed.pieces == [Array("a".utf8), Array("bc".utf8)])
        #expect(await Eventually.holds { memory.openExchanges == 0 })
        #expect(memory.requests.map(\.path) == ["/parcels/7", "/parcels/7/track"])
        try await harness.finish()
    }

    @Test("it keeps the rules")
    func conformance() async throws {
        let findings = await PluginConformance.check(
            Courier.self, samples: [.init("courier.deliver", json: #"{"number": 7}"#)])
        #expect(findings.isEmpty)
    }
}
