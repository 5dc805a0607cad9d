import Testing

@testable import LanguageModel

@Suite("A tenant's share")
struct TokenBucketTests {
    @Test("a bucket starts full, and who takes more waits until it is filled")
    func startsFull() {
        var bucket = TokenBucket(capacity: 60, at: .zero)
        #expect(bucket.take(60, at: .zero) == .zero)
        #expect(bucket.take(1, at: .zero) == .seconds(1))
        #expect(bucket.take(1, at: .zero) == .seconds(2))
        #expect(bucket.take(1, at: .seconds(3)) == .zero)
    }

    @Test("it fills no further than its capacity")
    func capacity() {
        var bucket = TokenBucket(capacity: 60, at: .zero)
        #expect(bucket.take(60, at: .seconds(3600)) == .zero)
        #expect(bucket.take(30, at: .seconds(3600)) == .seconds(30))
    }

    @Test("more than there can ever be goes when it is full")
    func tooMuch() {
        var bucket = TokenBucket(capacity: 60, at: .zero)
        #expect(bucket.take(1000, at: .zero) == .zero)
        #expect(bucket.take(1, at: .zero) == .seconds(1))
    }

    @Test("what was reserved and not used is given back, and what was used beyond it is owed")
    func settled() {
        var share = TenantShare(TenantLimits(requests: 0, tokens: 600, concurrency: 0), at: .zero)
        guard case .reserved(let first) = share.reserve(tokens: 600, patience: .seconds(60), at: .zero) else {
            Issue.record("A full share refused.")
            return
        }
        share.settle(first, used: 100, at: .zero)
        guard case .reserved(let second) = share.reserve(tokens: 500, patience: .seconds(60), at: .zero) else {
            Issue.record("What was given back cannot be used.")
            return
        }
        #expect(second.wait == .zero)
        share.settle(second, used: 800, at: .zero)
        guard case .refused(let after) = share.reserve(tokens: 10, patience: .seconds(5), at: .zero) else {
            Issue.record("What is owed can be used.")
            return
        }
        #expect(after == .seconds(31))
    }

    @Test("a refused request takes nothing")
    func refusedTakesNothing() {
        var share = TenantShare(TenantLimits(requests: 60, tokens: 60, concurrency: 0), at: .zero)
        _ = share.reserve(tokens: 60, patience: .seconds(1), at: .zero)
        for _ in 0..<10 {
            #expect(share.reserve(tokens: 30, patience: .seconds(1), at: .zero) == .refused(after: .seconds(30)))
        }
        guard case .reserved = share.reserve(tokens: 30, patience: .seconds(31), at: .zero) else {
            Issue.record("A request that can wait was refused.")
            return
        }
    }
}
