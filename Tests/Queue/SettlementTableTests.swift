import Fuzzing
import HostConfiguration
import HostDispatch
import Testing

@testable import HostQueue

@Suite struct SettlementTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let status: JobStatus
        var code: String? = "x.y"
        var retryAfter: Duration?
        var attempt = 1
        var isHostsDoing = false
        let verdict: Verdict

        var testDescription: String {
            "\(status) \(code ?? "-") attempt \(attempt)\(isHostsDoing ? ", the host's doing" : ""): \(verdict)"
        }
    }

    /// With 3 attempts, 2 s before the second, and no chance.
    @Test(
        "each status becomes what the table says",
        arguments: [
            Row(status: .ok, code: nil, verdict: .done),
            Row(status: .ok, code: nil, attempt: 9, verdict: .done),
            Row(status: .retry, verdict: .again(after: 2_000)),
            Row(status: .retry, attempt: 2, verdict: .again(after: 4_000)),
            Row(status: .retry, attempt: 3, verdict: .failed),
            Row(status: .retry, attempt: 4, verdict: .failed),
            Row(status: .retry, retryAfter: .seconds(9), verdict: .again(after: 9_000)),
            Row(status: .retry, retryAfter: .milliseconds(5), verdict: .again(after: 2_000)),
            Row(status: .retry, retryAfter: .seconds(9), attempt: 3, verdict: .failed),
            Row(status: .retry, retryAfter: .seconds(Int64.max), verdict: .again(after: 604_800_000)),
            Row(status: .retry, code: nil, verdict: .again(after: 2_000)),
            Row(status: .retry, code: "job.deadline_exceeded", verdict: .again(after: 2_000)),
            Row(status: .retry, code: "job.draining", isHostsDoing: true, verdict: .giveBack(after: 0)),
            Row(
                status: .retry, code: "job.drain_expired", attempt: 3, isHostsDoing: true, verdict: .giveBack(after: 0)),
            Row(
                status: .retry, code: "job.deadline_exceeded", attempt: 3, isHostsDoing: true,
                verdict: .giveBack(after: 100)),
            Row(status: .retry, code: "job.draining", verdict: .again(after: 2_000)),
            Row(status: .retry, code: "job.drain_expired", attempt: 3, verdict: .failed),
            Row(status: .reject, verdict: .failed),
            Row(status: .reject, code: nil, verdict: .failed),
            Row(status: .unsupported, verdict: .failed),
            Row(status: .cancelled, attempt: 3, isHostsDoing: true, verdict: .giveBack(after: 100)),
            Row(status: .cancelled, attempt: 2, verdict: .again(after: 4_000)),
            Row(status: .cancelled, attempt: 3, verdict: .failed),
            Row(status: .busy, attempt: 3, verdict: .giveBack(after: 100)),
            Row(status: .busy, retryAfter: .seconds(1), verdict: .giveBack(after: 1_000)),
            Row(
                status: .busy, retryAfter: .seconds(1), attempt: 3, isHostsDoing: true,
                verdict: .giveBack(after: 1_000)),
            Row(status: .fatal, verdict: .again(after: 2_000)),
            Row(status: .fatal, attempt: 3, verdict: .failed),
        ])
    func row(_ row: Row) {
        var random = SeededRandom(1)
        var policy = RetryPolicy()
        policy.attempts = 3
        policy.first = .seconds(2)
        policy.jitter = 0
        let error = row.code.map { JobError(code: $0, message: "", retryAfter: row.retryAfter) }
        let verdict = SettlementTable.verdict(
            row.status, error, isHostsDoing: row.isHostsDoing, attempt: row.attempt, policy, random: &random)
        #expect(verdict == row.verdict)
    }
}
