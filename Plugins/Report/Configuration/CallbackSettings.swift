import Lumie
import PluginSDK

/// How a report goes to the backend.
public struct CallbackSettings: Settings {
    @Setting(
        "Where the report is: inline in the callback as base64, or a blob in a bucket, whose key the callback has.")
    public var report = ReportCarrier.inline

    // With the greatest the message has 16 MiB, which is what a broker takes.
    @Setting("Most bytes of a report in a callback; a larger one fails.", in: 1000...12_000_000)
    public var limit = 10_000_000

    @Setting("Bucket for reports, by its name under `buckets:`.")
    public var bucket = "reports"

    @Setting("Key there.")
    public var key: CommandTemplate<ReportPlace> =
        "reports/{tenantSlug}/{jobId}/{reportIndex}-{studentId}-{examId}.{extension}"

    @Setting("Name of the report's file.")
    public var fileName: CommandTemplate<ReportPlace> = "report_{studentId}_{examId}.{extension}"

    public init() {}
}

public enum ReportCarrier: String, SettingChoice {
    case inline, blob
}

/// What a key or a file's name may say of a report.
public enum ReportPlace: String, ContractFields {
    case tenantSlug, jobId, examId, studentId, reportIndex, `extension`
}

/// Reports that are kept.
public struct CacheSettings: Settings {
    @Setting("How long a report is kept; 0s keeps none.", in: .zero ... .seconds(2_592_000))
    public var lifetime = Duration.zero

    public init() {}
}

/// The fields of contracts 3.2, and two of ours that may be left out.
public enum CommandField: String, ContractFields {
    case jobId, examId, studentId, tenantSlug, reportIndex, totalReports, schemaVersion, commentary, feedback
}

/// The fields of contracts 3.3; `errorCode` is ours, and so is `objectKey`, which is there when reports go by key.
public enum CallbackField: String, ContractFields {
    case jobId, examId, studentId, tenantSlug, reportIndex, totalReports, success, reportBytes, objectKey, fileName,
        errorMessage, errorCode, schemaVersion
}
