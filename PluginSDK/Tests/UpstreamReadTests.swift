import PluginTestKit
import Synchronization
import Testing

@testable import PluginSDK

struct UpstreamReadTests {
    private func stream(_ pieces: [MemoryPiece]) async throws -> (MemoryServices, UpstreamStream) {
        let services = MemoryServices(http: { _ in .script(UpstreamHead(status: 200), pieces) })
        return (services, try await services.host().upstream("llm").stream(UpstreamRequest("GET", "/track")))
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? ServiceError)?.code }
    }

    @Test("a read whose time is over leaves the answer to be read on")
    func timeout() async throws {
        let (services, answer) = try await stream([.bytes([1]), .silence, .silence, .bytes([2])])
        #expect(try await answer.read(within: .seconds(1)) == [1])
        for _ in 0..<2 {
            #expect(await code { _ = try await answer.read(within: .seconds(1)) } == "upstream.read_timeout")
        }
        #expect(services.openExchanges == 1)
        #expect(try await answer.read(within: .seconds(1)) == [2])
        #expect(try await answer.read() == nil)
        #expect(await Eventually.holds { services.openExchanges == 0 })
    }

    @Test("an answer that breaks off gives what came, then its failure, and is over")
    func cut() async throws {
        let (services, answer) = try await stream([
            .bytes([1]), .failure(.retry("upstream.broken", "It broke off.")), .bytes([2]),
        ])
        #expect(try await answer.read() == [1])
        #expect(await code { _ = try await answer.read(within: .seconds(1)) } == "upstream.broken")
        #expect(try await answer.read() == nil)
        #expect(services.openExchanges == 0)
    }

    @Test("what hangs ends with its task, a send and a read without a time", arguments: [true, false])
    func hang(isStream: Bool) async throws {
        let services = MemoryServices(http: { _ in .script(UpstreamHead(status: 200), [.silence]) })
        let task = Task {
            let llm = services.host().upstream("llm")
            guard isStream else { return try await llm.send("GET", "/track").body }
            return try await llm.stream(UpstreamRequest("GET", "/track")).read() ?? []
        }
        #expect(await Eventually.holds { services.requests.count == 1 })
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await Eventually.holds { services.openExchanges == 0 })
    }

    @Test("a handler that waits for an upstream that hangs ends when its job is cancelled")
    func hangingJob() async throws {
        let memory = MemoryServices(http: { _ in .hang })
        let harness = try await PluginHarness(Courier.self, memory: memory)
        let running = harness.submit("courier.fetch", Array(#"{"number": 7}"#.utf8))
        #expect(await Eventually.holds { memory.requests.count == 1 })
        running.cancel()
        #expect(try await running.answer().status == PROCTOR_CANCELLED)
        try await harness.finish()
    }

    @Test("attempts and times go to the host as they were said, nothing when nothing was")
    func wire() async throws {
        let seen = Mutex<[String]>([])
        let host = Host { service, request in
            seen.withLock { $0.append(service + " " + String(decoding: request, as: UTF8.self)) }
            return service == "http.read/1" ? [] : Array(#"{"status":200}"#.utf8)
        }
        var request = UpstreamRequest("GET", "/a", timeout: .milliseconds(1_500))
        request.attempts = 1
        let answer = try await host.upstream("llm").stream(request)
        _ = try await answer.read(within: .milliseconds(3))
        let lines = seen.withLock { $0 }
        let number = try #require(lines.first?.split(separator: ",").dropFirst().first?.split(separator: ":").last)
        #expect(
            lines.prefix(2) == [
                "http.open/1 {\"attempts\":1,\"exchange\":\(number),\"method\":\"GET\",\"path\":\"/a\","
                    + "\"timeout_ms\":1500,\"upstream\":\"llm\"}\n",
                "http.read/1 {\"exchange\":\(number),\"timeout_ms\":3}",
            ])
        let plain = try await host.upstream("llm").stream(UpstreamRequest("GET", "/a"))
        _ = try await plain.read()
        let later = seen.withLock { $0 }.filter { !lines.contains($0) && !$0.hasPrefix("http.close/1") }
        #expect(later.count == 2 && later.allSatisfy { !$0.contains("attempts") && !$0.contains("timeout") })
    }

    @Test("memory notes the attempts, and refuses what a host would")
    func attempts() async throws {
        let services = MemoryServices(http: { _ in .status(204) })
        var request = UpstreamRequest("GET", "/a")
        request.attempts = 1
        _ = try await services.host().upstream("llm").send(request)
        #expect(services.requests.map(\.attempts) == [1])
        request.attempts = 0
        #expect(await code { _ = try await services.host().upstream("llm").send(request) } == "service.bad_request")
    }
}
