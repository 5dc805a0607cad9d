import PluginSDK
import PluginTestKit
import Synchronization

/// A request that the client sent.
struct SentRequest: Sendable {
    let upstream: String
    let path: String
    let timeout: Duration
    let attempts: Int
    let body: JSONValue

    var model: String? { if case .string(let name)? = body["model"] { name } else { nil } }
    var messages: [JSONValue] { if case .array(let messages)? = body["messages"] { messages } else { [] } }
}

/// What a fake upstream does with a request.
enum FakeAnswer: Sendable {
    case response(Int, headers: [String: String] = [:], String)
    case stream(status: Int = 200, [FakePiece])
    /// No answer: a code of the host's.
    case failure(String, status: proctor_status = PROCTOR_RETRY)
    /// None ever, until nobody waits for it.
    case silence
}

/// What comes of a stream, one after the other; then its end.
enum FakePiece: Sendable {
    case text(String)
    /// After so much of the test's time.
    case late(Duration, String)
    case failure(String)
    /// Nothing more, until nobody waits for it or the reader's time is over by the test's clock.
    case silence
}

/// A host in memory: its upstreams answer as the test says, its store is PluginTestKit's.
final class FakeUpstream: Sendable {
    private struct State {
        var requests: [SentRequest] = []
        var streams: [UInt64: ArraySlice<FakePiece>] = [:]
        var closed = 0
    }

    let memory = MemoryServices()
    private let clock: ManualClock?
    private let answer: @Sendable (SentRequest, Int) async throws -> FakeAnswer
    private let state = Mutex(State())

    /// - Parameters:
    ///   - clock: by which readers of a silent stream lose patience.
    ///   - answer: to a request and its number, from 1.
    init(clock: ManualClock? = nil, _ answer: @escaping @Sendable (SentRequest, Int) async throws -> FakeAnswer) {
        self.clock = clock
        self.answer = answer
    }

    var requests: [SentRequest] { state.withLock { $0.requests } }
    /// Streams that are neither read to their end nor let go.
    var openStreams: Int { state.withLock { $0.streams.count } }

    func host(tenant: String? = nil) -> Host {
        Host { service, request in try await self.reply(service, request, tenant: tenant) }
    }

    func job(tenant: String? = nil) -> Job {
        Job(headers: tenant.map { ["x-tenant-slug": $0] } ?? [:], host: host(tenant: tenant))
    }

    private func reply(_ service: String, _ request: [UInt8], tenant: String?) async throws -> [UInt8] {
        switch service {
        case "http.send/1", "http.open/1":
            return try await begin(request, isStream: service == "http.open/1", service)
        case "http.read/1": return try await read(request, service)
        case "http.close/1":
            let exchange = try Self.exchange(try JSONValue(parsing: request))
            state.withLock { $0.streams[exchange] = nil }
            return Array("{}".utf8)
        default:
            return try await memory.host(for: ServiceCaller(tenant: tenant)).call(service, request)
        }
    }

    private func begin(_ request: [UInt8], isStream: Bool, _ service: String) async throws -> [UInt8] {
        let head = try JSONValue(parsing: Array(request.prefix { $0 != 0x0A }))
        let body = Array(request.drop { $0 != 0x0A }.dropFirst())
        guard case .string(let upstream)? = head["upstream"], case .string(let path)? = head["path"],
            case .integer(let timeout)? = head["timeout_ms"], case .integer(let attempts)? = head["attempts"]
        else { throw Self.error("upstream.bad_request", PROCTOR_REJECT, service) }
        let sent = SentRequest(
            upstream: upstream, path: path, timeout: .milliseconds(timeout), attempts: attempts,
            body: try JSONValue(parsing: body))
        let number = state.withLock { state in
            state.requests.append(sent)
            return state.requests.count
        }
        switch try await answer(sent, number) {
        case .failure(let code, let status): throw Self.error(code, status, service)
        case .silence:
            try await Self.forever()
            return []
        case .response(let status, let headers, let text):
            let pieces: [FakePiece] = [.text(text)]
            return try self.head(status, headers, pieces, exchange: Self.exchange(head), isStream: isStream)
        case .stream(let status, let pieces):
            return try self.head(status, [:], pieces, exchange: Self.exchange(head), isStream: isStream)
        }
    }

    private func head(
        _ status: Int, _ headers: [String: String], _ pieces: [FakePiece], exchange: UInt64, isStream: Bool
    ) throws -> [UInt8] {
        let document: JSONValue = [
            "status": .integer(status),
            "headers": .array(headers.map { [.string($0.key), .string($0.value)] }),
        ]
        if isStream {
            state.withLock { $0.streams[exchange] = pieces[...] }
            return Array(document.text.utf8)
        }
        var bytes = Array(document.text.utf8) + [0x0A]
        for case .text(let text) in pieces { bytes += Array(text.utf8) }
        return bytes
    }

    private func read(_ request: [UInt8], _ service: String) async throws -> [UInt8] {
        let document = try JSONValue(parsing: request)
        let exchange = try Self.exchange(document)
        let piece = state.withLock { $0.streams[exchange]?.popFirst() }
        switch piece {
        case .text(let text): return Array(text.utf8)
        case .late(let time, let text):
            clock?.advance(by: time)
            return Array(text.utf8)
        case .failure(let code): throw Self.error(code, PROCTOR_RETRY, service)
        case .silence:
            if let clock, case .integer(let limit)? = document["timeout_ms"] {
                try await clock.sleep(.milliseconds(limit))
                throw Self.error("upstream.read_timeout", PROCTOR_RETRY, service)
            }
            try await Self.forever()
            return []
        case nil: return []
        }
    }

    private static func exchange(_ document: JSONValue) throws -> UInt64 {
        guard case .integer(let number)? = document["exchange"] else {
            throw error("upstream.bad_request", PROCTOR_REJECT, "http")
        }
        return UInt64(number)
    }

    private static func error(_ code: String, _ status: proctor_status, _ service: String) -> ServiceError {
        ServiceError(status: status, code: code, message: "The test's upstream: \(code).", service: service)
    }

    /// Until the task is cancelled.
    private static func forever() async throws { try await ManualClock().sleep(.seconds(1)) }
}
