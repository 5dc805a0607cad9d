import HostConfiguration
import HostDispatch
import Testing

@testable import HostFolder

@Suite struct FolderVerdictTests {
    private func verdict(
        _ status: JobStatus, _ error: JobError? = nil, attempt: Int = 1, isHostsDoing: Bool = false
    ) -> FolderVerdict {
        var policy = RetryPolicy()
        (policy.attempts, policy.first, policy.most, policy.jitter) = (3, .seconds(2), .seconds(5), 0)
        return FolderVerdict(
            JobEnd(status, error, isHostsDoing: isHostsDoing), attempt: attempt, policy: policy, chance: 0.5)
    }

    private func error(_ code: String = "a.b", after: Duration? = nil) -> JobError {
        JobError(code: code, message: "", retryAfter: after)
    }

    @Test("each status has its verdict")
    func table() {
        #expect(verdict(.ok) == .done)
        #expect(verdict(.reject) == .failed)
        #expect(verdict(.unsupported) == .failed)
        #expect(verdict(.retry) == .again(after: .seconds(2)))
        #expect(verdict(.fatal, attempt: 2) == .again(after: .seconds(4)))
        #expect(verdict(.retry, attempt: 3) == .failed)
        #expect(verdict(.fatal, attempt: 3) == .failed)
        #expect(verdict(.cancelled) == .again(after: .seconds(2)))
        #expect(verdict(.cancelled, attempt: 3) == .failed)
        #expect(verdict(.busy, attempt: 3) == .giveBack(after: FolderVerdict.pause, holdsAll: true))
        #expect(verdict(.busy, error(after: .seconds(1))) == .giveBack(after: .seconds(1), holdsAll: true))
    }

    @Test("what the host does to a job is no attempt at it, whatever a plugin calls its own failure")
    func hostsDoing() {
        for status in [JobStatus.retry, .cancelled] {
            #expect(
                verdict(status, attempt: 3, isHostsDoing: true)
                    == .giveBack(after: FolderVerdict.pause, holdsAll: false))
        }
        for code in ["job.draining", "job.drain_expired", "job.cancelled"] {
            #expect(verdict(.retry, error(code), attempt: 2) == .again(after: .seconds(4)))
            #expect(verdict(.retry, error(code), attempt: 3) == .failed)
        }
    }

    @Test("a plugin's retry-after is the least that is waited")
    func retryAfter() {
        #expect(verdict(.retry, error(after: .seconds(60))) == .again(after: .seconds(60)))
        #expect(verdict(.retry, error(after: .milliseconds(1))) == .again(after: .seconds(2)))
        #expect(verdict(.retry, error(after: .seconds(1 << 40))) == .again(after: .seconds(7 * 86_400)))
    }

    @Test("waits double up to the most, and chance shortens them")
    func backoff() {
        var policy = RetryPolicy()
        (policy.first, policy.most, policy.jitter) = (.seconds(1), .seconds(300), 0.2)
        #expect((1...4).map { policy.wait(after: $0, chance: 0) } == [1, 2, 4, 8].map { .seconds($0) })
        #expect(policy.wait(after: 1_000_000, chance: 0) == .seconds(300))
        let shortest = policy.wait(after: 1, chance: 1)
        #expect(shortest > .milliseconds(799) && shortest < .milliseconds(801))
        (policy.first, policy.jitter) = (.zero, .nan)
        #expect(policy.wait(after: 9, chance: 1) == .zero)
    }
}
