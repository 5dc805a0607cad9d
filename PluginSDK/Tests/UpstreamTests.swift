import PluginSDK
import PluginTestKit
import Synchronization
import Testing

struct UpstreamTests {
    @Test("a request arrives with all that was said of it, and the answer comes back whole")
    func request() async throws {
        let services = MemoryServices(http: { _ in
            .response(
                UpstreamResponse(
                    head: UpstreamHead(status: 201, headers: [("Location", "/parcels/7"), ("x", "1"), ("x", "2")]),
                    body: [0, 10, 255]))
        })
        let depot = services.host(for: ServiceCaller(tenant: "north")).upstream("depot")
        let response = try await depot.send(
            UpstreamRequest(
                "PUT", "/parcels/\("7/8")", encoding: Parcel(number: 7), query: ["q": "a b", "q": "&"],
                headers: ["x-kind": "한"], timeout: .milliseconds(1500), idempotent: true, tenant: "north"))
        #expect(response.status == 201 && response.isSuccess)
        #expect(response.header("LOCATION") == "/parcels/7")
        #expect(response.head.headers.map(\.value) == ["/parcels/7", "1", "2"])
        #expect(response.body == [0, 10, 255])
        let request = try #require(services.requests.first)
        #expect(request.upstream == "depot" && request.method == "PUT" && request.path == "/parcels/7%2F8")
        #expect(request.query.map(\.name) == ["q", "q"] && request.query.map(\.value) == ["a b", "&"])
        #expect(request.header("X-Kind") == "한" && request.header("content-type") == "application/json")
        #expect(request.json == ["number": 7])
        #expect(request.tenant == "north" && request.isIdempotent == true && request.timeout == .milliseconds(1500))
    }

    @Test("an answer is read as JSON, and one that is no success ends the job by its status")
    func decoding() async throws {
        let services = MemoryServices(http: { request in
            switch request.path {
            case "/parcels/1": .json(#"{"number": 1}"#)
            case "/parcels/2": .status(503, headers: [("Retry-After", "7")])
            case "/parcels/3": .status(429, headers: [("retry-after", "soon")])
            default: .status(404)
            }
        })
        let depot = services.host().upstream("depot")
        #expect(try await depot.send("GET", "/parcels/\(1)", decoding: Parcel.self) == Parcel(number: 1))
        #expect(
            try await depot.send("POST", "/parcels/\(1)", encoding: Parcel(number: 2), decoding: Parcel.self).number
                == 1)
        let later = await #expect(throws: Retry.self) {
            try await depot.send("GET", "/parcels/2", decoding: Parcel.self)
        }
        #expect(later?.after == .seconds(7) && later?.code == "upstream.status")
        let much = await #expect(throws: Retry.self) {
            try await depot.send("GET", "/parcels/3", decoding: Parcel.self)
        }
        #expect(much?.after == nil)
        await #expect(throws: Reject.self) { try await depot.send("GET", "/parcels/4", decoding: Parcel.self) }
        #expect(try await depot.send("GET", "/parcels/4").status == 404)
    }

    @Test("what a host refuses is a ServiceError, and memory refuses what a host would")
    func refusals() async throws {
        let services = MemoryServices(http: { _ in .refusal(.retry("upstream.timeout", "It took too long.")) })
        let depot = services.host(for: ServiceCaller(tenant: "north")).upstream("depot")
        func code(_ request: UpstreamRequest) async -> String? {
            do {
                _ = try await depot.send(request)
                return nil
            } catch { return (error as? ServiceError)?.code }
        }
        #expect(await code(UpstreamRequest("GET", "/parcels")) == "upstream.timeout")
        #expect(await code(UpstreamRequest("GET", "/parcels", tenant: "south")) == "upstream.tenant_mismatch")
        #expect(await code(UpstreamRequest("GET", "/parcels", headers: ["x": "a\r\nb: c"])) == "upstream.bad_request")
        let paths: [UpstreamPath] = [
            "/a/%2E%2e", "/a/\("7/../8")", "/%", "/%zz", "/a%0Ab", "/\("a\\b")", "/a/%2F%2F", "/\("a\nb")",
            "/a/..;x/b", "/%2e%2e%3B/b", "/\("%2e%2e")/b", "/a%252F..%252Fb", "/..%255Cb",
        ]
        for path in paths { #expect(await code(UpstreamRequest("GET", path)) == "upstream.bad_request") }
        #expect(await code(UpstreamRequest("get", "/parcels")) == "upstream.bad_request")
        #expect(services.requests.count == 1)
        let none = MemoryServices().host().upstream("depot")
        let unknown = await #expect(throws: ServiceError.self) { try await none.send("GET", "/") }
        #expect(unknown?.code == "upstream.unknown")
    }

    @Test("a body is read piece by piece, and the exchange ends with it")
    func stream() async throws {
        let services = MemoryServices(http: { _ in
            .stream(UpstreamHead(status: 200), pieces: [[1], [], [2, 3], [4]])
        })
        let answer = try await services.host().upstream("depot").stream(UpstreamRequest("GET", "/track"))
        #expect(answer.head.status == 200)
        #expect(services.openExchanges == 1)
        let pieces = try await answer.reduce(into: []) { $0.append($1) }
        #expect(pieces == [[1], [2, 3], [4]])
        var again = answer.makeAsyncIterator()
        #expect(try await again.next() == nil)
        #expect(await Eventually.holds { services.openExchanges == 0 })
    }

    @Test("letting the iterator or the stream go ends the exchange")
    func lettingGo() async throws {
        let services = MemoryServices(http: { _ in .stream(UpstreamHead(status: 200), pieces: [[1], [2]]) })
        let depot = services.host().upstream("depot")
        let kept = try await depot.stream(UpstreamRequest("GET", "/track"))
        for try await _ in kept { break }
        #expect(await Eventually.holds { services.openExchanges == 0 })
        do { _ = try await depot.stream(UpstreamRequest("GET", "/track")) }
        #expect(await Eventually.holds { services.openExchanges == 0 })
        #expect(kept.head.status == 200)
    }

    @Test("a cancelled send or read ends its exchange, after the request for it")
    func cancellation() async throws {
        for service in ["http.send/1", "http.open/1", "http.read/1"] {
            let calls = Calls()
            let host = Host { name, request in
                calls.note(name, request)
                if name == service {
                    calls.isWaiting.store(true, ordering: .releasing)
                    try await Task.sleep(for: .seconds(60))
                }
                return Array(#"{"status": 200}"#.utf8)
            }
            let task = Task {
                let depot = host.upstream("depot")
                if service == "http.send/1" { return try await depot.send("GET", "/track").body }
                return try await depot.stream(UpstreamRequest("GET", "/track")).reduce([], +)
            }
            #expect(await Eventually.holds { calls.isWaiting.load(ordering: .acquiring) })
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(await Eventually.holds { calls.names.last == "http.close/1" })
            #expect(Set(calls.exchanges).count == 1)
        }
    }

    private final class Calls: Sendable {
        private let all = Mutex<[(name: String, exchange: JSONValue?)]>([])
        let isWaiting = Atomic<Bool>(false)

        func note(_ name: String, _ request: [UInt8]) {
            let head = try? JSONValue(parsing: Array(request.prefix { $0 != 0x0A }))
            all.withLock { $0.append((name, head?["exchange"])) }
        }
        var names: [String] { all.withLock { $0.map(\.name) } }
        var exchanges: [JSONValue?] { all.withLock { $0.map(\.exchange) } }
    }
}

/// Waits for what another thread is about to do.
enum Eventually {
    static func holds(within limit: Duration = .seconds(5), _ condition: () -> Bool) async -> Bool {
        let end = ContinuousClock.now + limit
        while !condition() {
            if ContinuousClock.now > end { return false }
            await Task.yield()
        }
        return true
    }
}
