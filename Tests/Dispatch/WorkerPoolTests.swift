import HostThreads
import Synchronization
import Testing

@testable import HostDispatch

@Suite struct WorkerPoolTests {
    @Test func workRunsOnThreadsOfThePoolAndNeverOnMoreThanItsLimit() {
        let pool = WorkerPool(name: "test", limit: 2)
        let seen = Mutex((now: 0, most: 0, done: 0, foreign: 0))
        let all = Gate()
        for _ in 0..<200 {
            pool.enqueue(
                .host {
                    seen.withLock { seen in
                        seen.now += 1
                        seen.most = max(seen.most, seen.now)
                        if !pool.isCurrent { seen.foreign += 1 }
                    }
                    let last = seen.withLock { seen in
                        seen.now -= 1
                        seen.done += 1
                        return seen.done == 200
                    }
                    if last { all.open() }
                })
        }
        #expect(all.wait(.seconds(30)))
        #expect(seen.withLock { $0.most } <= 2)
        #expect(seen.withLock { $0.foreign } == 0)
        #expect(!pool.isCurrent)
        pool.close()
        #expect(pool.runningThreads.isEmpty)
    }

    @Test func closingFinishesWhatIsQueuedAndTakesNoMore() {
        let pool = WorkerPool(name: "test", limit: 1)
        let done = Mutex(0)
        for _ in 0..<50 { pool.enqueue(.host { done.withLock { $0 += 1 } }) }
        pool.close()
        #expect(done.withLock { $0 } == 50)
        #expect(!pool.enqueue(.host {}))
    }

    @Test func aBlockedThreadDoesNotStopTheOthers() {
        let pool = WorkerPool(name: "test", limit: 2)
        let (blocked, other) = (Gate(), Gate())
        pool.enqueue(.host { blocked.wait() })
        pool.enqueue(.host { other.open() })
        #expect(other.wait(.seconds(30)))
        blocked.open()
        pool.close()
    }
}

@Suite struct JobEnvelopeTests {
    @Test func textsAreLentAsTheyWereGiven() {
        let envelope = JobEnvelope(
            id: "7", operation: "a.b", headers: [("content-type", "text/plain"), ("x-tenant-slug", "학원")])
        let copy = envelope.withJob { job in
            let headers = UnsafeBufferPointer(start: job.headers, count: Int(job.header_count))
            return [job.id.text, job.operation.text] + headers.flatMap { [$0.name.text, $0.value.text] }
        }
        #expect(copy == ["7", "a.b", "content-type", "text/plain", "x-tenant-slug", "학원"])
        #expect(envelope.header("x-tenant-slug") == "학원")
        #expect(envelope.header("none") == nil)
    }

    @Test func anEnvelopeWithoutHeadersLendsNone() {
        let none = JobEnvelope(id: "7", operation: "a.b", headers: []).withJob {
            $0.headers == nil && $0.header_count == 0
        }
        #expect(none)
    }
}
