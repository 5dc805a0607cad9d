import HostTransfers
import Testing

@testable import HostS3

@Suite struct VerdictTests {
    @Test("what S3 answers has one meaning each")
    func answers() {
        for (status, code, meaning) in [
            (200, nil, "done"), (204, nil, "done"), (404, "NoSuchKey", "absent"), (404, nil, "absent"),
            (412, "PreconditionFailed", "absent"), (404, "NoSuchBucket", "retry blobs.unreachable"),
            (403, "AccessDenied", "reject blobs.access_denied"), (403, nil, "reject blobs.access_denied"),
            (403, "SignatureDoesNotMatch", "reject blobs.access_denied"),
            (400, "ExpiredToken", "reject blobs.access_denied"),
            (403, "RequestTimeTooSkewed", "retry blobs.unreachable"),
            (301, "PermanentRedirect", "retry blobs.unreachable"), (307, nil, "retry blobs.unreachable"),
            (400, "AuthorizationHeaderMalformed", "retry blobs.unreachable"),
            (400, "EntityTooLarge", "reject blobs.too_large"), (400, "KeyTooLongError", "reject store.key_invalid"),
            (400, "InvalidArgument", "reject blobs.failed"), (405, nil, "reject blobs.failed"),
            (400, "RequestTimeout", "again"), (409, "OperationAborted", "again"), (429, nil, "again"),
            (500, "InternalError", "again"), (502, nil, "again"), (503, "SlowDown", "again"),
        ] as [(Int, String?, String)] {
            #expect(text(.of(status: status, code: code, bucket: "b")) == meaning, "\(status) \(code ?? "-")")
        }
    }

    @Test("a clock that is wrong, a region that is wrong and a bucket that is missing are said plainly")
    func sentences() {
        func message(_ status: Int, _ code: String) -> String {
            guard case .refused(let refusal) = S3Verdict.of(status: status, code: code, bucket: "exams") else {
                return ""
            }
            return refusal.message
        }
        #expect(message(403, "RequestTimeTooSkewed").contains("clocks"))
        #expect(message(301, "PermanentRedirect").contains("region"))
        #expect(message(404, "NoSuchBucket").contains("no bucket \"exams\""))
    }

    @Test("a transfer that failed is tried again unless that is of no use")
    func failures() {
        let again: Set<TransferFailure.Reason> = [
            .unreachable, .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout, .broken,
        ]
        for reason in TransferFailure.Reason.allCases {
            let verdict = S3Verdict.of(TransferFailure(reason, "x"), bucket: "b")
            #expect((text(verdict) == "again") == again.contains(reason), "\(reason)")
        }
        #expect(text(.of(TransferFailure(.tooLarge, "x"), bucket: "b")) == "reject blobs.too_large")
        #expect(text(.of(TransferFailure(.untrusted, "x"), bucket: "b")) == "retry blobs.unreachable")
    }

    private func text(_ verdict: S3Verdict) -> String {
        switch verdict {
        case .done: "done"
        case .absent: "absent"
        case .again: "again"
        case .refused(let refusal): "\(refusal.status) \(refusal.code)"
        }
    }
}
