import ModelAPI
import Testing

struct RetryAdviceTests {
    private func failure(_ headers: [(name: String, value: String)], now: Int = 784_111_777) -> ModelFailure {
        OpenAIProtocol().failure(status: 429, headers: headers, body: [], now: now)
    }

    @Test(
        "how long to wait is read as milliseconds, seconds or a date",
        arguments: [
            ([("retry-after", "20")], .seconds(20)), ([("retry-after", "0.5")], .milliseconds(500)),
            ([("retry-after", "0")], .zero),
            ([("retry-after-ms", "1500"), ("retry-after", "20")], .milliseconds(1500)),
            ([("retry-after", "20"), ("retry-after-ms", "1500")], .milliseconds(1500)),
            ([("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT")], .seconds(60)),
            ([("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")], .zero),
            ([("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")], .zero),
            ([("retry-after-ms", "x"), ("retry-after", "3")], .seconds(3)),
            ([("retry-after", "1e300")], .seconds(366 * 24 * 3600)),
        ] as [([(String, String)], Duration)])
    func waits(_ headers: [(String, String)], _ expected: Duration) {
        #expect(failure(headers.map { (name: $0.0, value: $0.1) }).retryAfter == expected)
    }

    @Test(
        "what is no wait is none",
        arguments: [
            "", "-5", "soon", "nan", "inf", "Sun, 06 Nov 1994", "Sun, 31 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 KST", "Sun, 06 Nov 199\u{FF14} 08:49:37 GMT",
        ])
    func noWaits(_ value: String) {
        #expect(failure([("retry-after", value)]).retryAfter == nil)
    }

    @Test("a date in the year of a leap day is a day further")
    func leapDay() {
        // 2028-02-28T00:00:00Z and 2028-03-01T00:00:00Z
        let failure = failure([("retry-after", "Wed, 01 Mar 2028 00:00:00 GMT")], now: 1_835_308_800)
        #expect(failure.retryAfter == .seconds(2 * 24 * 3600))
    }

    @Test("whether to try again is passed on where the provider says it")
    func shouldRetry() {
        #expect(failure([("x-should-retry", "true")]).shouldRetry == true)
        #expect(failure([("x-should-retry", "false")]).shouldRetry == false)
        #expect(failure([("x-should-retry", "maybe")]).shouldRetry == nil)
        #expect(failure([]).shouldRetry == nil)
    }
}
