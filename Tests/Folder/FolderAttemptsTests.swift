import HostConfiguration
import HostDispatch
import Testing

@testable import HostFolder

/// What a folder counts as an attempt at a file.
@Suite struct FolderAttemptsTests {
    @Test("a failure for now leaves the file, which is tried again after its pause under the same id")
    func retry() throws {
        let scans = try Scans()
        scans.put("a.pdf", "x")
        scans.pass(.seconds(2))
        let id = try #require(scans.jobs.waiting.first).envelope.id
        try scans.jobs.end(.retry, error: JobError(code: "a.b", message: "later"))
        scans.turn()
        #expect(scans.names() == ["a.pdf"] && scans.jobs.waiting.isEmpty)
        scans.pass(.seconds(1))
        let again = try #require(scans.jobs.waiting.first)
        #expect(again.envelope.id == id && again.attempt == 2)
    }

    @Test("the last attempt that fails for now is a failure for good")
    func attemptsRunOut() throws {
        let scans = try Scans { $0.retry.attempts = 3 }
        scans.put("a.pdf", "x")
        for attempt in 1...3 {
            scans.pass(.seconds(10))
            #expect(scans.jobs.waiting.first?.attempt == UInt32(attempt))
            try scans.jobs.end(.retry)
        }
        scans.turn()
        #expect(scans.letters.letters.first?.attempts == 3 && scans.names("failed").contains("a.pdf"))
    }

    @Test("a plugin that says cancelled or draining of itself fails like any other: its attempts run out")
    func pluginsOwnCancellation() throws {
        for (status, code) in [(JobStatus.cancelled, "a.b"), (.retry, "job.draining"), (.retry, "job.drain_expired")] {
            let scans = try Scans { $0.retry.attempts = 2 }
            scans.put("a.pdf", "x")
            for attempt: UInt32 in [1, 2] {
                scans.pass(.seconds(10))
                #expect(scans.jobs.waiting.first?.attempt == attempt)
                try scans.jobs.end(status, error: JobError(code: code, message: "of itself"))
            }
            scans.turn()
            #expect(scans.letters.letters.map(\.error.code) == [code] && scans.names("failed").contains("a.pdf"))
        }
    }

    @Test("a job that the host takes back, as at a reload, is given again and that is no attempt")
    func takenBack() throws {
        let scans = try Scans { $0.retry.attempts = 1 }
        scans.put("a.pdf", "x")
        scans.pass(.seconds(2))
        for status in [JobStatus.retry, .cancelled] {
            try scans.jobs.end(status, error: JobError(code: "job.draining", message: "soon"), isHostsDoing: true)
            scans.pass(.seconds(1))
            #expect(scans.jobs.waiting.first?.attempt == 1)
        }
        #expect(scans.letters.letters.isEmpty)
    }

    @Test("a busy processor is waited for, and that is no attempt")
    func busy() throws {
        let scans = try Scans { $0.retry.attempts = 1 }
        for name in ["a", "b", "c"] { scans.put(name, name) }
        scans.jobs.set(isBusy: true)
        scans.pass(.seconds(30))
        #expect(scans.letters.letters.isEmpty && scans.names() == ["a", "b", "c"])
        scans.jobs.set(isBusy: false)
        scans.pass(.seconds(1))
        #expect(scans.jobs.waiting.count == 3 && scans.jobs.waiting.allSatisfy { $0.attempt == 1 })
    }
}
