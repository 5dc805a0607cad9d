import Foundation
import Loopback
import ModelServerPeer
import PythonPeer
import Testing

@Suite("The model that tests talk to")
struct ModelServerTests {
    private static let question = #"{"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "안녕"}]}"#
    private static let stream = #"{"model": "m", "stream": true, "messages": [{"role": "user", "content": "a"}]}"#

    private func ask(_ server: ModelServer, _ key: String, _ body: String = question) throws -> HTTPClient.Answer {
        try HTTPClient(port: server.port).post(
            "/v1/chat/completions", json: body, headers: ["Authorization": "Bearer \(key)"])
    }

    @Test("the official SDKs of OpenAI and Anthropic find in it what they find in the originals")
    func officialClients() throws {
        let output = try PythonEnvironment.run("check_model_server.py")
        #expect(String(decoding: output, as: UTF8.self).hasSuffix("the model server is as its clients expect\n"))
    }

    @Test("a key's steps are taken one after the other, the last one again and again, and no other key's")
    func steps() throws {
        let server = try ModelServer()
        try server.script(
            key: "steps", [["status": 429, "retry_after": 2], ["code": "insufficient_quota"], ["text": "아무 말"]])
        let answers = try (0..<4).map { _ in try ask(server, "steps") }
        #expect(answers.map(\.status) == [429, 429, 200, 200])
        #expect(answers[0].headers["retry-after"] == "2")
        #expect(answers[1].text.contains(#""code":"insufficient_quota""#))
        #expect(answers[3].text.contains("아무 말"))
        #expect(try ask(server, "another").status == 200)
        let seen = try server.seen(key: "steps")
        #expect(seen.map(\.status) == [429, 429, 200, 200])
        #expect(seen.allSatisfy { $0.end == .answered && $0.path == "/v1/chat/completions" })
        #expect(seen[0].body["messages"]?[0]?["content"]?.string == "안녕")
        #expect(seen[0].headers["authorization"] == nil)
    }

    @Test("a client that goes during a generation is noted at once")
    func clientThatGoes() async throws {
        let server = try ModelServer()
        try server.script(
            key: "gone", [["repeat": ["text": "말 ", "count": 1_000], "gap_ms": 20], ["hang": "head"]])
        var left: [Int64] = []
        for number in 1...2 {
            var client: HTTPClient? = try HTTPClient(port: server.port)
            try client?.write(
                "POST", "/v1/chat/completions", body: Array(Self.stream.utf8),
                headers: ["Authorization": "Bearer gone", "Content-Type": "application/json"])
            _ = try await server.seen(key: "gone") { $0.count == number && $0.last?.end == .open }
            client = nil
            left.append(Self.now())
        }
        let seen = try await server.seen(key: "gone") { $0.allSatisfy { $0.end == .clientClosed } }
        for (request, moment) in zip(seen, left) {
            let ended = try #require(request.endedAt)
            #expect(abs(ended - moment) < 250_000_000)
        }
        #expect(seen[0].tokens < 1_000)
    }

    @Test("a step with a member that is none is refused with its name")
    func wrongStep() throws {
        let server = try ModelServer()
        let error = #expect(throws: ModelServer.Broken.self) {
            try server.script(key: "wrong", [["text": "a"], ["first_delay": 3]])
        }
        #expect(error?.description.contains("step 1: first_delay is unknown") == true)
    }

    @Test("a key that is forgotten has no script and no requests")
    func forgotten() throws {
        let server = try ModelServer()
        try server.script(key: "a key/with signs", [["status": 500]])
        #expect(try ask(server, "a key/with signs").status == 500)
        try server.forget(key: "a key/with signs")
        #expect(try server.seen(key: "a key/with signs").isEmpty)
        #expect(try ask(server, "a key/with signs").status == 200)
    }

    @Test("its process ends with the object")
    func end() throws {
        var server: ModelServer? = try ModelServer()
        let port = try #require(server).port
        server = nil
        #expect(throws: HTTPClient.Broken.self) { _ = try HTTPClient(port: port) }
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
