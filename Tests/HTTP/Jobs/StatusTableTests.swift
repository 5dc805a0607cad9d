import HostDispatch
import Testing

@testable import HostHTTP

@Suite struct StatusTableTests {
    @Test(arguments: [
        (JobStatus.ok, 200), (.retry, 503), (.reject, 422), (.cancelled, 503), (.busy, 503), (.unsupported, 501),
        (.fatal, 500),
    ])
    func everyStatusHasItsRow(status: JobStatus, code: Int) {
        #expect(StatusTable.status(status, error: nil).code == code)
    }

    @Test func thePluginsOwnStatusGoesBeforeTheTableButNotBeforeSuccess() {
        let error = JobError(code: "a", message: "b", httpStatus: 409)
        #expect(StatusTable.status(.reject, error: error).code == 409)
        #expect(StatusTable.status(.ok, error: error).code == 200)
    }

    @Test func retryAfterIsWholeSecondsRoundedUpAndOnlyWhereATryMayHelp() {
        func error(_ wait: Duration?) -> JobError { JobError(code: "a", message: "b", retryAfter: wait) }
        #expect(StatusTable.retryAfter(.retry, error: error(.milliseconds(1_200))) == 2)
        #expect(StatusTable.retryAfter(.retry, error: error(.seconds(3))) == 3)
        #expect(StatusTable.retryAfter(.busy, error: nil) == 1)
        #expect(StatusTable.retryAfter(.reject, error: error(.seconds(3))) == nil)
    }
}

@Suite struct PieceFramingTests {
    private func frame(_ framing: PieceFraming, _ text: String) -> String {
        Array(text.utf8).withUnsafeBytes { String(buffer: framing.frame($0)) }
    }

    @Test func theClientsWishGoesBeforeTheOperationsMediaType() {
        #expect(
            PieceFraming(accept: "text/event-stream", mediaType: "application/json").mediaType == "text/event-stream")
        #expect(PieceFraming(accept: nil, mediaType: "application/json").mediaType == "application/x-ndjson")
        #expect(PieceFraming(accept: "*/*", mediaType: "audio/wav").mediaType == nil)
    }

    @Test func aPieceOfSeveralLinesIsOneEvent() {
        #expect(frame(.events, "a\nb") == "data: a\ndata: b\n\n")
        #expect(frame(.lines, "{}") == "{}\n")
        #expect(frame(.raw, "\u{0}x") == "\u{0}x")
    }

    @Test func aFailureInMidStreamIsSaidWhereTheFormatCan() {
        let error = JobError(code: "a.b", message: "it \"broke\"")
        #expect(
            PieceFraming.events.failure(error).map { String(buffer: $0) }
                == "event: error\ndata: {\"code\":\"a.b\",\"message\":\"it \\\"broke\\\"\"}\n\n")
        #expect(PieceFraming.raw.failure(error) == nil)
    }
}

@Suite struct RequestIdentityTests {
    @Test func idsDifferAndTraceContextsAreWellFormed() {
        let ids = Set((0..<1_000).map { _ in RequestIdentity.job() })
        #expect(ids.count == 1_000)
        for trace in (0..<100).map({ _ in RequestIdentity.traceparent() }) {
            let parts = trace.split(separator: "-")
            #expect(parts.map(\.count) == [2, 32, 16, 2], "\(trace)")
            #expect(parts.joined().allSatisfy { "0123456789abcdef".contains($0) })
        }
    }
}
