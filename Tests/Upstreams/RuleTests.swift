import Fuzzing
import HostConfiguration
import HostDispatch
import HostTransfers
import Testing

@testable import HostUpstreams

@Suite("Rules of upstream requests")
struct RuleTests {
    @Test(
        "paths that mean one thing to everybody are taken",
        arguments: [
            "/", "/a", "/a/", "/a/b.c/..d/d..", "/a%20b", "/%ED%95%99", "/a%2Fb", "/a;b=1,2:3@x", "/...",
            "/..a;x", "/%2525", "/%25zz", "/a%253Fb",
        ])
    func paths(path: String) { #expect(UpstreamPath.fault(of: path) == nil) }

    @Test(
        "paths that could mean another are refused",
        arguments: [
            "", "a", "//", "//host/a", "/a//b", "/.", "/..", "/a/../b", "/a/.", "/a/..", "/%2e%2e/a", "/.%2E", "/%2E",
            "/a\\b", "/a%5Cb", "/a?b", "/a#b", "/a b", "/ä", "/a%0d%0aX:y", "/a%00", "/a\r\nb", "/a%7F", "/a%", "/a%2",
            "/a%zz", "/a%2F..%2Fb", "/a%2F%2Fb", "/a%2F/b", "http://host/", "/a/..;/b", "/..;x=1/b", "/.;",
            "/%2e%2e%3bx/b", "/%252e", "/a/%252e%252e/b", "/a%252F..%252Fb", "/%25/%252e%252E;x/b", "/..%255Cb",
            "/a/..%253B/b", "/" + String(repeating: "a", count: 20_000),
        ])
    func badPaths(path: String) { #expect(UpstreamPath.fault(of: path) != nil) }

    @Test("a mutated path that is taken has no dot segment, control character or second meaning")
    func mutatedPaths() {
        var random = SeededRandom(41)
        let seeds = [
            "/a/b/c", "/a%2e/%2e%2e/b", "/a%2Fb/../c", "/x?y#z", "/%0d%0a", "/a\\..\\b", "//a/./b",
            "/..;a/%252e%252e;/b",
        ]
        for round in 0..<FuzzRounds.count(4_000) {
            let bytes = Array(seeds[round % seeds.count].utf8).mutated(&random)
            let path = String(decoding: bytes, as: UTF8.self)
            guard UpstreamPath.fault(of: path) == nil else { continue }
            #expect(path.hasPrefix("/"))
            let decoded = PercentText.decoded(path.utf8) ?? "/"
            for text in [decoded, PercentText.decoded(decoded.utf8) ?? decoded] {
                let names = text.split(separator: "/").map { $0.prefix { $0 != ";" } }
                #expect(!names.contains(".") && !names.contains(".."))
            }
            #expect(!decoded.contains("\\"))
            #expect(path.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"?#\\".utf8.contains($0) })
        }
    }

    @Test("mutated headers that are taken cannot break a head, nor be the host's")
    func mutatedHeaders() {
        var random = SeededRandom(42)
        var settings = Bench.settings(url: "http://x")
        settings.headers = [.init(name: "X-Own", value: Secret("1"))]
        let rules = HeaderRules(settings)
        let seeds = ["X-Mine", "host", "x-own", "Content-Length", "Transfer-Encoding", "X_Own", "a\r\nb: c"]
        for round in 0..<FuzzRounds.count(4_000) {
            let name = String(decoding: Array(seeds[round % seeds.count].utf8).mutated(&random), as: UTF8.self)
            let value = String(decoding: Array("value \r\n x".utf8).mutated(&random), as: UTF8.self)
            guard rules.fault(of: [(name, value)]) == nil else { continue }
            #expect(!name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3A })
            #expect(!value.utf8.contains { $0 == 13 || $0 == 10 || $0 == 0 })
            #expect(
                !["host", "x-own", "content-length", "transfer-encoding", "authorization"].contains(
                    String(name.lowercased().map { $0 == "_" ? "-" : $0 })))
        }
    }

    @Test(
        "Retry-After is read as seconds or as a date",
        arguments: [
            ("0", .zero), ("120", .seconds(120)), ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(37)),
            ("Sun, 06 Nov 1994 08:48:00 GMT", .zero), ("-1", nil), ("1.5", nil), ("", nil), ("99999999999", nil),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("soon", nil),
            ("Sun, 06 Nov 1994 08:49 GMT", nil), ("Sun, 32 Nov 1994 08:49:37 GMT", nil),
        ] as [(String, Duration?)])
    func retryAfter(text: String, wait: Duration?) {
        #expect(RetryAfter.wait(text, now: 784_111_740) == wait)
    }

    @Test("a mutated Retry-After is a wait that is not negative, or none")
    func mutatedRetryAfter() {
        var random = SeededRandom(43)
        let seeds = ["120", "Sun, 06 Nov 1994 08:49:37 GMT", "99999999999999999999"]
        for round in 0..<FuzzRounds.count(6_000) {
            let text = String(decoding: Array(seeds[round % 3].utf8).mutated(&random), as: UTF8.self)
            if let wait = RetryAfter.wait(text, now: 784_111_740) { #expect(wait >= .zero) }
        }
    }

    @Test("what is tried again, by outcome and method")
    func retries() {
        func wait(_ method: String, _ outcome: RetryRule.Outcome, attempt: Int = 1, marked: Bool = false) -> Bool {
            RetryRule(
                policy: RetryPolicy(attempts: 3, first: .seconds(1), most: .seconds(4)), method: method,
                isMarked: marked
            )
            .wait(after: attempt, outcome, remaining: .seconds(60), chance: 0) != nil
        }
        for reason in TransferFailure.Reason.allCases {
            let always = [.unreachable, .connectTimeout].contains(reason)
            let repeatable = [.broken, .firstByteTimeout, .idleTimeout].contains(reason)
            #expect(wait("POST", .failure(reason)) == always)
            #expect(wait("GET", .failure(reason)) == (always || repeatable))
            #expect(wait("POST", .failure(reason), marked: true) == (always || repeatable))
        }
        for status in [200, 301, 400, 404, 408, 429, 500, 501, 502, 503, 504, 505, 520] {
            let known = [429, 500, 502, 503, 504, 520].contains(status)
            #expect(wait("GET", .answer(status: status, retryAfter: nil)) == known)
            #expect(wait("POST", .answer(status: status, retryAfter: nil)) == false)
            #expect(wait("POST", .answer(status: status, retryAfter: .zero)) == [429, 503].contains(status))
        }
        #expect(!wait("GET", .answer(status: 503, retryAfter: nil), attempt: 3))
        #expect(!wait("GET", .answer(status: 503, retryAfter: .seconds(60))))
        #expect(wait("GET", .answer(status: 503, retryAfter: .seconds(59))))
    }
}
