import HostThreads
import HostTransfers
import ScriptedServer
import Synchronization
import Testing

@Suite("Transfers")
struct TransferLoopTests {
    @Test("a request goes out as it is, and the answer comes back as it was")
    func plain() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let seen = Outcome<ScriptedRequest>()
        let server = try ScriptedServer { connection in
            guard let request = try connection.request() else { return }
            seen.set(request)
            try connection.answer(201, "made", headers: ["X-One: 1", "x-one:  2 ", "X-Empty:"])
        }
        defer { server.stop() }
        let response = try loop.response(
            to: TransferRequest(
                method: "PUT", url: server.url + "/a/%2E%2E/b?x=1&y=%20", headers: [("X-Mine", "yes"), ("X-None", "")],
                body: Array("content".utf8)))
        #expect(response.head.status == 201)
        #expect(response.text == "made")
        #expect(response.head.headers.filter { $0.name == "x-one" }.map(\.value) == ["1", "2"])
        #expect(response.head.header("x-empty") == "")
        let request = try seen.wait()
        #expect(request.method == "PUT")
        #expect(request.target == "/a/%2E%2E/b?x=1&y=%20")
        #expect(request["x-mine"] == "yes")
        #expect(request["x-none"] == "")
        #expect(request["content-length"] == "7")
        #expect(request["content-type"] == nil)
        #expect(request["expect"] == nil)
        #expect(request.body == Array("content".utf8))
    }

    @Test("1,000 requests at once are all answered, each with its own answer")
    func thousand() throws {
        let loop = TransferLoop(name: "test")
        defer { loop.stop() }
        let server = try ScriptedServer { connection in
            while let request = try connection.request() { try connection.answer(200, request.target) }
        }
        defer { server.stop() }
        let answers = Guarded([String: String]())
        let done = Gate()
        for number in 0..<1_000 {
            let target = "/\(number)"
            loop.start(TransferRequest(method: "GET", url: server.url + target)) { result in
                let text = (try? result.get().text) ?? "\(result)"
                let count = answers.withLock { answers in
                    answers[target] = text
                    return answers.count
                }
                if count == 1_000 { done.open() }
            }
        }
        #expect(done.wait(.seconds(60)))
        #expect(answers.withLock { $0.filter { $0.key != $0.value } } == [:])
        let before = server.connections
        for number in 0..<50 {
            _ = try loop.response(to: TransferRequest(method: "GET", url: server.url + "/\(number)"))
        }
        #expect(server.connections == before)
    }
}
