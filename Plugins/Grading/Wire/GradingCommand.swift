import Lumie
import PluginSDK

/// One sheet to be graded: the contract's command, 2.3.
struct GradingCommand: Sendable, Equatable {
    var jobID: Int
    var examID: Int
    var tenantSlug: String
    var imageIndex: Int
    var totalImages: Int
    var objectKey: String
    var fileName: String

    /// Names the callback's message, whichever attempt sends it.
    var messageID: String { "\(jobID):\(imageIndex)" }

    /// What a template says of it.
    func value(of place: SheetPlace) -> String {
        switch place {
        case .tenantSlug: tenantSlug
        case .jobId: String(jobID)
        case .examId: String(examID)
        case .imageIndex: String(imageIndex)
        }
    }
}

/// The payload of `grading.job` and `grading.failed`, whose names are read as the settings say.
///
/// Types are strict: a number in quotes is refused, because what a sender means by it is not ours to guess. Fields that
/// nobody knows are let pass.
struct CommandPayload: PayloadInput {
    static let newestVersion = 1

    private let document: CommandDocument

    static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: schema)
    }

    init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        document = try CommandDocument(payload: payload)
    }

    /// - Throws: `InputRefusal` with every field that is wrong; `Reject` for a version of the contract after ours.
    func command(_ names: FieldNames<CommandField>) throws -> GradingCommand {
        var reader = FieldReader(document, names)
        try reader.requireVersion(.schemaVersion, newest: Self.newestVersion)
        let jobID = reader.integer(.jobId, from: .min)
        let examID = reader.integer(.examId, from: .min)
        let tenantSlug = reader.text(.tenantSlug, most: 128)
        let imageIndex = reader.integer(.imageIndex, from: 0)
        let totalImages = reader.integer(.totalImages, from: 1)
        // The alias is the contract's; a name that was configured stands alone.
        let objectKey = reader.text(.objectKey, alias: names.renamed(.objectKey) == nil ? "imageKey" : nil, most: 1024)
        let fileName = reader.optionalText(.fileName, most: 1024)
        guard let jobID, let examID, let tenantSlug, let imageIndex, let totalImages, let objectKey,
            reader.problems.isEmpty
        else { throw InputRefusal(problems: reader.problems) }
        return GradingCommand(
            jobID: jobID, examID: examID, tenantSlug: tenantSlug, imageIndex: imageIndex, totalImages: totalImages,
            objectKey: objectKey,
            fileName: fileName ?? objectKey.split(separator: "/").last.map(String.init) ?? objectKey)
    }

    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "jobId": ["type": "integer", "format": "int64"],
            "examId": ["type": "integer", "format": "int64"],
            "tenantSlug": ["type": "string", "minLength": 1, "maxLength": 128],
            "imageIndex": ["type": "integer", "minimum": 0],
            "totalImages": ["type": "integer", "minimum": 1],
            "objectKey": [
                "type": "string", "minLength": 1, "maxLength": 1024,
                "description": "Key of the scan in the bucket; imageKey is taken as well.",
            ],
            "imageKey": ["type": "string", "minLength": 1, "maxLength": 1024],
            "fileName": [
                "type": ["string", "null"], "description": "When it is not said, the key's last segment.",
            ],
            "schemaVersion": ["type": "integer", "minimum": 1, "maximum": 1, "default": 1],
        ],
        "required": ["jobId", "examId", "tenantSlug", "imageIndex", "totalImages"],
        "anyOf": [["required": ["objectKey"]], ["required": ["imageKey"]]],
    ]
}
