import Lumie
import PluginSDK

/// Makes the report of one command, and the callback that ends its job. A command that comes again is drawn again: the
/// callback has the same id, and the same bytes as long as the data is the same.
struct ReportJobs: Sendable {
    let settings: ReportSettings
    let maker: ReportMaker
    let metrics: ReportMetrics

    /// What is asked. - Throws: `InputRefusal`, `Reject`.
    func command(_ payload: ReportPayload, job: Job) throws -> ReportCommand {
        let command = try payload.command(settings.commandFields)
        try job.requireTenant(command.tenantSlug, calledAs: settings.commandFields[.tenantSlug])
        return command
    }

    /// The callback of success or of failure.
    ///
    /// - Throws: what ends this attempt alone: `Retry`, `ServiceError`, `CancellationError`.
    func report(_ command: ReportCommand, job: Job) async throws -> CallbackAnswer<ReportCallbackBody> {
        do {
            let report = try await maker.report(for: command.request, job: job)
            let callback = ReportCallback(
                command: command, report: try await carried(report, command, job),
                fileName: settings.callback.fileName.filled { command.value(of: $0, settings.format) },
                carrier: settings.callback.report)
            let answer = CallbackAnswer<ReportCallbackBody>(
                encoded: callback.bytes(settings.callbackFields), messageID: command.messageID)
            metrics.generated(success: true, mode: .queue)
            return answer
        } catch let refusal as ReportRefusal {
            return failed(command, refusal, job: job)
        }
    }

    /// The failure callback of a job that failed for good elsewhere.
    func failed(_ command: ReportCommand, job: Job) -> CallbackAnswer<ReportCallbackBody> {
        let failure = job.failure ?? JobFailure(code: "job.failed", message: "")
        let reason = failure.message.isEmpty ? failure.code : failure.message
        let refusal = ReportRefusal(kind: .backend, code: failure.code, message: "성적표를 만들지 못했습니다: \(reason)")
        return failed(command, refusal, job: job)
    }

    private func failed(
        _ command: ReportCommand, _ refusal: ReportRefusal, job: Job
    ) -> CallbackAnswer<ReportCallbackBody> {
        metrics.generated(success: false, mode: .queue)
        // The code alone: messages of outside parties may say whose report it is.
        job.log.info("a report cannot be made", ["code": .string(refusal.code)])
        let callback = ReportCallback(
            command: command, report: .failed(refusal), fileName: nil, carrier: settings.callback.report)
        return CallbackAnswer(
            encoded: callback.bytes(settings.callbackFields), messageID: command.messageID, isFailure: true)
    }

    /// A picture that is too large fails and is not made worse: the same report would look different from one day to
    /// the next, and nobody would be told why.
    private func carried(
        _ report: DrawnReport, _ command: ReportCommand, _ job: Job
    ) async throws -> ReportCallback.Report {
        switch settings.callback.report {
        case .inline:
            let limit = settings.callback.limit
            guard report.bytes.count <= limit else {
                throw ReportRefusal.tooLarge(report.bytes.count, limit: limit)
            }
            return .inline(report.bytes)
        case .blob:
            let key = settings.callback.key.filled { command.value(of: $0, settings.format) }
            do {
                try await job.trace.span("report.store") {
                    try await job.host.bucket(settings.callback.bucket).put(
                        key, report.bytes, mediaType: report.mediaType, subject: command.request.subject)
                }
            } catch let error as ServiceError where error.code == "blobs.too_large" {
                throw ReportRefusal.tooLargeForBucket(report.bytes.count)
            } catch let error as ServiceError where error.code == "store.key_invalid" {
                throw ReportRefusal.keyInvalid(error.message)
            }
            return .stored(key: key)
        }
    }
}
