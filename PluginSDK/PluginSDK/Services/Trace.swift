import CPluginABI
import Glibc

/// Measures parts of a job: each span shows under the job's own in the operator's traces.
public struct Trace: Sendable {
    let connection: HostConnection?
    let token: UInt64

    /// Times `body`. A span whose body throws is marked as failed.
    public func span<Result>(
        _ name: String, _ attributes: [String: JSONValue] = [:], _ body: () throws -> Result
    ) rethrows -> Result {
        let start = MonotonicClock.nanoseconds
        do {
            let result = try body()
            finish(name, attributes, since: start, failed: false)
            return result
        } catch {
            finish(name, attributes, since: start, failed: true)
            throw error
        }
    }

    /// Times `body`, its waiting included.
    public nonisolated(nonsending) func span<Result>(
        _ name: String, _ attributes: [String: JSONValue] = [:],
        _ body: nonisolated(nonsending) () async throws -> Result
    ) async rethrows -> Result {
        let start = MonotonicClock.nanoseconds
        do {
            let result = try await body()
            finish(name, attributes, since: start, failed: false)
            return result
        } catch {
            finish(name, attributes, since: start, failed: true)
            throw error
        }
    }

    func finish(_ name: String, _ attributes: [String: JSONValue], since start: UInt64, failed: Bool) {
        guard let connection, let table = connection.extension("proctor.trace/1", as: proctor_trace()),
            let span = table.span
        else { return }
        let end = MonotonicClock.nanoseconds
        let document = attributes.isEmpty ? "" : JSONValue.object(attributes).text
        _ = connection.use { host in
            name.withABIBytes { name in
                document.withABIBytes { span(host.self_, token, name, start, end, failed ? 1 : 0, $0) }
            }
        }
    }
}

/// CLOCK_MONOTONIC, the ABI's clock.
enum MonotonicClock {
    static var nanoseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
    }
}
