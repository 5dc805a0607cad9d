import Foundation
import HostDispatch
import HostThreads
import Testing

/// A clock that starts now, for servers refuse signatures of another time, and that a test sets on.
final class TestClock: Sendable {
    private let time = Guarded(Int64(Date().timeIntervalSince1970 * 1_000))

    func now() -> Int64 { time.withLock { $0 } }
    func pass(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

/// A folder that goes with the test.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "proctor-s3-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}

/// A server that takes connections and says nothing.
final class SilentServer: Sendable {
    let port: Int
    private let listener: Int32

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 128) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        try #require(isListening, "there is no port on loopback")
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(listener) }
}

func caller(_ processor: String = "grading", deadline: UInt64 = 0) -> ServiceCaller {
    ServiceCaller(processor: processor, generation: 1, plugin: "grading", job: "j1", deadline: deadline)
}

private struct Refusal: Decodable {
    let code: String
    let message: String
}

extension HostServices {
    /// The reply as text; a refusal as its status and code.
    func ask(_ service: String, _ request: String, _ caller: ServiceCaller = caller()) -> String {
        let answer = answer(service: service, request: Array(request.utf8), caller: caller)
        guard answer.status != .ok else { return String(decoding: answer.payload, as: UTF8.self) }
        let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.payload))
        return "\(answer.status) \(refusal?.code ?? "?")"
    }

    /// The sentence of a refusal.
    func complaint(_ service: String, _ request: String) -> String {
        let answer = answer(service: service, request: Array(request.utf8), caller: caller())
        return (try? JSONDecoder().decode(Refusal.self, from: Data(answer.payload)))?.message ?? ""
    }

    /// Begins many requests at once and waits for all replies, in their order.
    func askAll(_ service: String, _ requests: [String]) -> [String] {
        let replies = Guarded([String](repeating: "", count: requests.count))
        let missing = Guarded(requests.count)
        let gate = Gate()
        for (place, request) in requests.enumerated() {
            let isBegun = begin(service: service, request: Array(request.utf8), caller: caller()) { answer in
                let text = String(decoding: answer.payload, as: UTF8.self)
                replies.withLock { $0[place] = text }
                let left = missing.withLock { missing in
                    missing -= 1
                    return missing
                }
                if left == 0 { gate.open() }
            }
            guard isBegun else { return [] }
        }
        return gate.wait(.seconds(120)) ? replies.withLock { $0 } : []
    }
}
