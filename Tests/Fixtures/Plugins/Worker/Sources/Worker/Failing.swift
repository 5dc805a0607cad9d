import Glibc
import PluginSDK

/// `{"how": "retry", "until_attempt": 3}` fails at attempts 1 and 2; without the number it always fails.
struct FailureOrder: Codable, Sendable {
    var how: How
    var until_attempt: Int?
    /// With `retry`: how long to wait at least.
    var after_ms: Int?

    enum How: String, Codable, CaseIterable, Sendable { case retry, reject, fatal, crash, hang }
}

struct Survived: Codable, Sendable { var attempt: Int }

extension Worker {
    func fail(_ order: FailureOrder, job: Job) async throws -> Survived {
        if let last = order.until_attempt, job.attempt >= last { return Survived(attempt: job.attempt) }
        switch order.how {
        case .retry: throw Retry("told to", code: "worker.told", after: order.after_ms.map { .milliseconds($0) })
        case .reject: throw Reject("told to", code: "worker.told")
        case .fatal: throw Broken("told to", code: "worker.told")
        case .crash: abort()
        case .hang: while true { Glibc.sleep(3600) }  // hears nothing, and keeps its thread
        }
    }
}
