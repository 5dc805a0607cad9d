import Lumie
import PluginSDK

/// Grades the sheet of one command: the callback of an earlier time, or download, key, reading and score.
struct JobGrader: Sendable {
    let settings: GradingSettings
    let ledger: CallbackLedger
    let exams: ExamSource
    let reader: ScanReader
    let grader: SheetGrader
    let metrics: GradingMetrics

    /// What is asked. - Throws: `InputRefusal`, `Reject`.
    func command(_ payload: CommandPayload, job: Job) throws -> GradingCommand {
        let command = try payload.command(settings.commandFields)
        try job.requireTenant(command.tenantSlug, calledAs: settings.commandFields[.tenantSlug])
        return command
    }

    /// The callback that ends the job, of success or of failure.
    ///
    /// - Throws: what ends this attempt alone: `Retry`, `ServiceError`, `CancellationError`.
    func grade(_ command: GradingCommand, job: Job) async throws -> CallbackAnswer<GradingCallback> {
        let claim = try await ledger.claim(command, job: job)
        switch claim {
        case .graded(let callback):
            metrics.repeated()
            return CallbackAnswer(encoded: callback, messageID: command.messageID)
        case .taken:
            throw Retry(
                "Another job is grading this sheet.", code: "sheet.taken", after: Self.pause(settings.idempotency.lock))
        case .ours, .unknown: break
        }
        do {
            let callback = try await graded(command, job).bytes(settings.callbackFields)
            if case .ours = claim { try await ledger.keep(callback, command, job: job) }
            metrics.graded(success: true)
            return CallbackAnswer(encoded: callback, messageID: command.messageID)
        } catch {
            if case .ours = claim { await ledger.release(command, job: job) }
            guard let refusal = error as? JobRefusal else { throw error }
            return failed(command, refusal, job: job)
        }
    }

    /// How long a job stays away whose sheet another has: a few attempts have to outlast the other's lock, or a sheet that
    /// is being graded would be told to have failed.
    static func pause(_ lock: Duration) -> Duration { max(.seconds(1), lock / 3) }

    /// The failure callback of a job that failed for good elsewhere; the success that was kept, when there is one after
    /// all: a sheet that was graded is never told to have failed.
    func failed(_ command: GradingCommand, job: Job) async throws -> CallbackAnswer<GradingCallback> {
        if let callback = try await ledger.callback(command, job: job) {
            metrics.repeated()
            return CallbackAnswer(encoded: callback, messageID: command.messageID)
        }
        let failure = job.failure ?? JobFailure(code: "job.failed", message: "")
        let reason = failure.message.isEmpty ? failure.code : failure.message
        return failed(command, JobRefusal(code: failure.code, message: "채점하지 못했습니다: \(reason)"), job: job)
    }

    private func failed(
        _ command: GradingCommand, _ refusal: JobRefusal, job: Job
    ) -> CallbackAnswer<GradingCallback> {
        metrics.graded(success: false)
        // The code alone: messages of outside parties may say whose sheet it is.
        job.log.info("a sheet cannot be graded", ["code": .string(refusal.code)])
        return CallbackAnswer(
            encoded: GradingCallback(command, failure: refusal).bytes(settings.callbackFields),
            messageID: command.messageID, isFailure: true)
    }

    /// - Throws: `JobRefusal`; what ends this attempt alone.
    private func graded(_ command: GradingCommand, _ job: Job) async throws -> GradingCallback {
        let scan = try await metrics.timed(.download) {
            try await job.trace.span("omr.download") { try await download(command, job) }
        }
        let key = try await exams.key(for: command, job: job)
        return try job.trace.span("omr.grade") {
            do {
                let (image, reading) = try reader.read(scan, job: job)
                guard let graded = metrics.timed(.score, { grader.grade(reading, key: key) }) else {
                    throw JobRefusal.keyUnusable("the scores add up to more than an integer holds")
                }
                return GradingCallback(command, graded: graded, image: image)
            } catch let error as ImageError where error.code == "image.no_memory" {
                throw Retry(error.message, code: error.code)
            } catch let error as ImageError {
                throw JobRefusal(error)
            } catch let error as SheetError {
                throw JobRefusal(error)
            }
        }
    }

    private func download(_ command: GradingCommand, _ job: Job) async throws -> [UInt8] {
        do {
            guard let scan = try await job.host.bucket(settings.bucket).get(command.objectKey) else {
                throw JobRefusal.imageMissing
            }
            return scan.bytes
        } catch let error as ServiceError where error.code == "blobs.too_large" {
            throw JobRefusal.imageTooLarge(error.message)
        } catch let error as ServiceError where error.code == "store.key_invalid" {
            throw JobRefusal.imageKey(error.message)
        }
    }
}
