import CPluginABI

/// What a thrown error means to the host.
struct Failure: Error, Sendable, Equatable {
    var status: proctor_status
    var code: String
    var message: String
    var httpStatus: Int?
    var retryAfter: Duration?
    /// A JSON document that goes with it.
    var body: JSONValue?
}

extension Failure {
    /// The one table from a thrown error to the queue's words:
    ///
    /// | Thrown | Becomes |
    /// |---|---|
    /// | `Reject` | reject |
    /// | `Retry` | retry, after its delay |
    /// | `Broken` | fatal: the instance is replaced |
    /// | `InputRefusal` | reject, HTTP 422 with every problem |
    /// | `SettingsRefusal` | reject: the configuration is wrong |
    /// | `ServiceError` | reject, HTTP 500, when the plugin asked for what cannot be or is not there; else retry |
    /// | anything, once the job is cancelled | cancelled |
    /// | `CancellationError` in a job that is wanted | retry: something in the plugin cancelled itself |
    /// | `DecodingError`, `EncodingError` | reject, HTTP 500: the same data will not become readable |
    /// | anything else | retry, HTTP 500: the host bounds how often |
    init(_ error: any Error, jobCancelled: Bool) {
        switch error {
        case let failure as Failure: self = failure
        case let reject as Reject:
            self.init(
                status: PROCTOR_REJECT, code: reject.code, message: reject.message, httpStatus: reject.httpStatus,
                body: reject.detail.map { ["detail": $0] })
        case let retry as Retry where !jobCancelled:
            self.init(
                status: PROCTOR_RETRY, code: retry.code, message: retry.message, httpStatus: retry.httpStatus,
                retryAfter: retry.after)
        case let broken as Broken:
            self.init(status: PROCTOR_FATAL, code: broken.code, message: broken.message)
        case let refusal as InputRefusal:
            self.init(
                status: PROCTOR_REJECT, code: refusal.code, message: refusal.message, httpStatus: refusal.httpStatus,
                body: refusal.body)
        case let refusal as SettingsRefusal:
            self.init(
                status: PROCTOR_REJECT, code: "settings.invalid",
                message: refusal.description(fitting: ABIError.messageCapacity))
        case _ where jobCancelled:
            self.init(status: PROCTOR_CANCELLED, code: "cancelled", message: "The job was cancelled.")
        case let error as ServiceError:
            // The plugin is to blame for what a service refuses for good, not who sent the job.
            let isFinal = error.status == PROCTOR_REJECT || error.status == PROCTOR_UNSUPPORTED
            self.init(
                status: isFinal ? PROCTOR_REJECT : PROCTOR_RETRY, code: error.code, message: error.message,
                httpStatus: isFinal ? 500 : nil)
        case is CancellationError:
            self.init(
                status: PROCTOR_RETRY, code: "handler.cancelled_itself",
                message: "The handler cancelled itself although the job is still wanted.", httpStatus: 500)
        case is DecodingError, is EncodingError:
            self.init(
                status: PROCTOR_REJECT, code: "handler.unreadable_data", message: "\(error)", httpStatus: 500)
        default:
            self.init(status: PROCTOR_RETRY, code: "handler.failed", message: "\(error)", httpStatus: 500)
        }
    }
}
