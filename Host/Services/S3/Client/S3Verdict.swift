import HostServiceRequests
import HostTransfers

/// What an answer of S3, or none, means: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
enum S3Verdict: Equatable {
    case done
    /// There is no such object, or not the one that was meant.
    case absent
    /// It may be otherwise soon.
    case again(ServiceRefusal)
    case refused(ServiceRefusal)

    /// - Parameters:
    ///   - code: of the answer's document; nil when there was none, as with HEAD.
    ///   - bucket: for the sentence.
    static func of(status: Int, code: String?, bucket: String) -> S3Verdict {
        if (200...299).contains(status) { return .done }
        let said = code ?? "status \(status)"
        switch (status, code) {
        case (_, "NoSuchBucket"):
            return .refused(
                unreachable("there is no bucket \"\(bucket)\": make it, or correct its name in the configuration"))
        case (404, _), (412, _): return .absent
        case (_, "RequestTimeTooSkewed"):
            return .refused(
                unreachable(
                    "the clocks of this machine and of the S3 service of \"\(bucket)\" differ too much: set them"))
        case (_, "EntityTooLarge"):
            return .refused(.reject("blobs.too_large", "the S3 service takes no object so large"))
        case (_, "KeyTooLongError"):
            return .refused(.reject("store.key_invalid", "the key is too long for the bucket \"\(bucket)\""))
        case (_, "AuthorizationHeaderMalformed"), (_, "PermanentRedirect"), (_, "TemporaryRedirect"), (300...399, _):
            return .refused(
                unreachable(
                    "the bucket \"\(bucket)\" is elsewhere (\(said)): correct its endpoint or region in the configuration"
                ))
        case (401, _), (403, _), (_, "InvalidAccessKeyId"), (_, "SignatureDoesNotMatch"), (_, "ExpiredToken"):
            return .refused(
                .reject(
                    "blobs.access_denied",
                    "the S3 service denies access to the bucket \"\(bucket)\" (\(said)): check its keys and their rights"
                ))
        case (408, _), (429, _), (500..., _), (_, "RequestTimeout"), (_, "SlowDown"), (_, "OperationAborted"):
            return .again(unreachable("the S3 service of \"\(bucket)\" cannot now (\(said))"))
        default:
            return .refused(.reject("blobs.failed", "the S3 service refused a request for \"\(bucket)\" (\(said))"))
        }
    }

    static func of(_ failure: TransferFailure, bucket: String) -> S3Verdict {
        switch failure.reason {
        case .tooLarge: .refused(tooLarge(bucket))
        case .untrusted, .cancelled, .invalid: .refused(unreachable("S3 for \"\(bucket)\": \(failure.message)"))
        case .unreachable, .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout, .broken:
            .again(unreachable("S3 for \"\(bucket)\": \(failure.message)"))
        }
    }

    static func tooLarge(_ bucket: String) -> ServiceRefusal {
        .reject("blobs.too_large", "the object in \"\(bucket)\" is larger than a blob may be")
    }

    static func unreachable(_ message: String) -> ServiceRefusal { .retry("blobs.unreachable", message) }
}
