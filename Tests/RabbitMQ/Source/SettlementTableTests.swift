import HostConfiguration
import HostDispatch
import Testing

@testable import HostRabbitMQ

@Suite struct SettlementTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let status: JobStatus
        var code = "x.y"
        var retryAfter: Duration?
        var isHostsDoing = false
        var tries = 1
        /// By `x-delivery-count`.
        var redeliveries = 0
        var step = 0
        var ladder = 0
        var hasCallback = true
        var hasFailure = false
        var isFailure = false
        var isLeaving = false
        let verdict: Verdict

        var testDescription: String {
            "\(self.status) try \(tries) redelivered \(redeliveries) step \(step): \(verdict)"
        }
    }

    /// With 3 tries, 1 s before the second, and 5 deliveries.
    @Test(
        "each end becomes what the table says",
        arguments: [
            Row(status: .ok, verdict: .callback),
            Row(status: .ok, hasCallback: false, verdict: .acknowledge),
            Row(status: .ok, tries: 9, redeliveries: 99, isLeaving: true, verdict: .callback),
            Row(status: .ok, isFailure: true, verdict: .callback),
            Row(status: .reject, verdict: .reject),
            Row(status: .reject, hasFailure: true, verdict: .reject),
            Row(status: .reject, isFailure: true, verdict: .reject),
            Row(status: .unsupported, verdict: .reject),
            Row(status: .retry, verdict: .again(after: .seconds(1))),
            Row(status: .retry, tries: 2, verdict: .again(after: .seconds(2))),
            Row(status: .retry, retryAfter: .seconds(7), verdict: .again(after: .seconds(7))),
            Row(status: .retry, retryAfter: .milliseconds(7), verdict: .again(after: .seconds(1))),
            Row(status: .retry, retryAfter: .seconds(86_400), verdict: .again(after: .seconds(300))),
            Row(status: .retry, redeliveries: 9, verdict: .again(after: .seconds(1))),
            Row(status: .retry, tries: 3, verdict: .requeue),
            Row(status: .retry, tries: 3, redeliveries: 4, verdict: .requeue),
            Row(status: .retry, tries: 3, redeliveries: 5, verdict: .reject),
            Row(status: .retry, tries: 3, redeliveries: 5, hasFailure: true, verdict: .failure),
            Row(status: .retry, tries: 3, ladder: 2, verdict: .ladder(0)),
            Row(status: .retry, tries: 3, step: 1, ladder: 2, verdict: .ladder(1)),
            Row(status: .retry, tries: 3, step: 2, ladder: 2, verdict: .requeue),
            Row(status: .retry, tries: 3, redeliveries: 5, step: 1, ladder: 2, hasFailure: true, verdict: .failure),
            Row(status: .retry, isLeaving: true, verdict: .requeue),
            Row(status: .retry, tries: 3, ladder: 1, isLeaving: true, verdict: .ladder(0)),
            Row(status: .retry, tries: 3, redeliveries: 9, hasFailure: true, isFailure: true, verdict: .reject),
            Row(status: .retry, hasFailure: true, isFailure: true, verdict: .again(after: .seconds(1))),
            Row(status: .fatal, verdict: .again(after: .seconds(1))),
            Row(status: .fatal, tries: 3, verdict: .requeue),
            Row(status: .cancelled, verdict: .again(after: .seconds(1))),
            Row(status: .cancelled, tries: 3, redeliveries: 5, verdict: .reject),
            Row(status: .cancelled, isHostsDoing: true, tries: 3, verdict: .hold(after: .milliseconds(100))),
            Row(status: .busy, verdict: .hold(after: .milliseconds(100))),
            Row(status: .busy, retryAfter: .seconds(1), isHostsDoing: true, verdict: .hold(after: .seconds(1))),
            Row(status: .busy, isHostsDoing: true, isLeaving: true, verdict: .requeue),
            Row(status: .busy, isLeaving: true, verdict: .requeue),
            Row(
                status: .retry, code: "job.draining", isHostsDoing: true, tries: 3, redeliveries: 9,
                verdict: .hold(after: .milliseconds(100))),
            Row(status: .retry, code: "job.drain_expired", isHostsDoing: true, isLeaving: true, verdict: .requeue),
            // A plugin may call its failures what it likes.
            Row(status: .retry, code: "job.draining", tries: 3, redeliveries: 5, verdict: .reject),
        ])
    func row(_ row: Row) {
        var retry = RetryPolicy(attempts: 3, first: .seconds(1), most: .seconds(4))
        retry.jitter = 0
        let terms = SettlementTerms(
            hasCallback: row.hasCallback, hasFailureCallback: row.hasFailure, retry: retry, deliveries: 5,
            ladder: row.ladder)
        var count = AttemptCount(
            [
                ("x-delivery-count", .integer(Int64(row.redeliveries))), ("x-proctor-step", .integer(Int64(row.step))),
            ], redelivered: true)
        count.tries = row.tries
        let end = AttemptEnd(
            status: row.status, error: JobError(code: row.code, message: "", retryAfter: row.retryAfter),
            isHostsDoing: row.isHostsDoing)
        #expect(
            SettlementTable.verdict(
                end, count, terms, isFailure: row.isFailure, isLeaving: row.isLeaving, chance: 0) == row.verdict)
    }
}
