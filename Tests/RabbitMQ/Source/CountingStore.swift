import Foundation
import HostDispatch
import HostThreads

/// As much of a store as counters need, in memory.
final class CountingStore: HostServices {
    private struct Request: Decodable {
        var key: String
        var old: Data?
        var new: Data?
    }
    private let values = Guarded<[String: Data]>([:])
    private let away = Guarded(false)

    var names: Set<String> { ["store.get/1", "store.swap/1"] }

    var isAway: Bool {
        get { away.withLock { $0 } }
        set { away.withLock { $0 = newValue } }
    }

    func set(_ key: String, _ count: Int) { values.withLock { $0[key] = Data("\(count)".utf8) } }

    func value(_ key: String) -> Int? {
        values.withLock { $0[key] }.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        guard !isAway, let request = try? JSONDecoder().decode(Request.self, from: Data(request)) else {
            return ServiceAnswer(.retry, [])
        }
        let (swapped, value) = values.withLock { values in
            let now = values[request.key]
            guard service == "store.swap/1", now == request.old else { return (false, now) }
            values[request.key] = request.new
            return (true, request.new)
        }
        let text = value.map { "\"\($0.base64EncodedString())\"" } ?? "null"
        return ServiceAnswer(.ok, Array("{\"swapped\":\(swapped),\"value\":\(text)}".utf8))
    }
}
