import Testing

@testable import LanguageModel

@Suite("The breaker")
struct BreakerTests {
    private let pause = Duration.seconds(30)

    private func opened(at time: Duration) throws -> Breaker {
        var breaker = Breaker(limit: 3, pause: pause)
        for _ in 0..<3 {
            let pass = try #require(breaker.admit(at: time).pass)
            breaker.failed(pass, at: time)
        }
        return breaker
    }

    @Test("it opens after so many failures in a row and says how long it stays open")
    func opens() throws {
        var breaker = try opened(at: .seconds(10))
        #expect(breaker.isOpen)
        #expect(breaker.admit(at: .seconds(25)) == .refused(after: .seconds(15)))
    }

    @Test("a success between failures begins the count anew")
    func successResets() throws {
        var breaker = Breaker(limit: 2, pause: pause)
        for _ in 0..<5 {
            let failing = try #require(breaker.admit(at: .zero).pass)
            breaker.failed(failing, at: .zero)
            let working = try #require(breaker.admit(at: .zero).pass)
            breaker.succeeded(working)
        }
        #expect(!breaker.isOpen)
    }

    @Test("after the pause one request tries, and the others wait for it")
    func oneProbe() throws {
        var breaker = try opened(at: .zero)
        let probe = try #require(breaker.admit(at: pause).pass)
        #expect(probe.isProbe)
        #expect(breaker.admit(at: pause).pass == nil)
        breaker.succeeded(probe)
        #expect(!breaker.isOpen)
        #expect(breaker.admit(at: pause) == .passed(Breaker.Pass(isProbe: false)))
    }

    @Test("a probe that fails opens it for another pause")
    func probeFails() throws {
        var breaker = try opened(at: .zero)
        let probe = try #require(breaker.admit(at: pause).pass)
        breaker.failed(probe, at: pause + .seconds(1))
        #expect(breaker.admit(at: pause + .seconds(2)) == .refused(after: pause - .seconds(1)))
    }

    @Test("a probe that says nothing lets the next one try")
    func probeAbandoned() throws {
        var breaker = try opened(at: .zero)
        let probe = try #require(breaker.admit(at: pause).pass)
        breaker.abandoned(probe, at: pause)
        #expect(breaker.admit(at: pause) == .passed(Breaker.Pass(isProbe: true)))
    }

    @Test("what was let through before it opened neither closes it nor lengthens the pause")
    func stragglers() throws {
        var breaker = Breaker(limit: 1, pause: pause)
        let early = try #require(breaker.admit(at: .zero).pass)
        let failing = try #require(breaker.admit(at: .zero).pass)
        breaker.failed(failing, at: .zero)
        breaker.succeeded(early)
        breaker.failed(early, at: .seconds(20))
        #expect(breaker.admit(at: .seconds(20)) == .refused(after: .seconds(10)))
    }

    @Test("without a limit it never opens")
    func neverOpens() throws {
        var breaker = Breaker(limit: 0, pause: pause)
        for _ in 0..<100 {
            let pass = try #require(breaker.admit(at: .zero).pass)
            breaker.failed(pass, at: .zero)
        }
        #expect(!breaker.isOpen)
    }
}

extension Breaker.Admission {
    fileprivate var pass: Breaker.Pass? {
        if case .passed(let pass) = self { pass } else { nil }
    }
}
