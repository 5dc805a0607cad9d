import PluginSDK

/// Makes one report for who waits for it.
struct StudentReports: Sendable {
    let maker: ReportMaker
    let metrics: ReportMetrics

    /// - Throws: `Reject`, and `Retry` for what may pass; each with the status of the contract, 3.1: 404 for what is not
    ///   there, 502 and 504 for a backend that fails or takes too long, 500 for a report that cannot be drawn.
    func report(_ request: StudentReportRequest, job: Job) async throws -> RawResponse {
        do {
            let report = try await maker.report(
                for: request.request, template: request.template, format: request.format, job: job)
            metrics.generated(success: true, mode: .sync)
            return RawResponse(bytes: report.bytes, mediaType: report.mediaType)
        } catch {
            metrics.generated(success: false, mode: .sync)
            throw Self.answer(error)
        }
    }

    private static func answer(_ error: any Error) -> any Error {
        switch error {
        case let refusal as ReportRefusal:
            return Reject(refusal.message, code: refusal.code, httpStatus: status(of: refusal))
        case var retry as Retry:
            // Of the backend's making are those of its statuses and answers; what is left is drawing.
            let isBackend = retry.code == "upstream.status" || retry.code.hasSuffix(".garbled")
            retry.httpStatus = isBackend ? 502 : 500
            return retry
        case let error as ServiceError where error.service.hasPrefix("http."):
            let isLate = error.code == "upstream.timeout"
            return error.status == PROCTOR_RETRY
                ? Retry(error.message, code: error.code, httpStatus: isLate ? 504 : 502)
                : Reject(error.message, code: error.code, httpStatus: 502)
        default: return error
        }
    }

    private static func status(of refusal: ReportRefusal) -> Int {
        // A template that is not there was named by who asks, or by who set up the tenant: it is not found either way.
        if refusal.code == "template.unknown" { return 404 }
        return switch refusal.kind {
        case .absent: 404
        case .backend: 502
        case .drawing: 500
        }
    }
}
