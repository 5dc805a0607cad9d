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

    static let placeNames = ["tenantSlug", "jobId", "examId", "imageIndex"]

    /// What a template may say of a command.
    var places: [(name: String, value: String)] {
        // The tenant comes last: its text is from outside, and what looks like a place in it is none.
        [
            ("jobId", String(jobID)), ("examId", String(examID)), ("imageIndex", String(imageIndex)),
            ("tenantSlug", tenantSlug),
        ]
    }
}

/// The payload of `grading.job` and `grading.failed`, whose names are read as the settings say.
///
/// Types are strict: a number in quotes is refused, because what a sender means by it is not ours to guess. Fields that
/// nobody knows are let pass.
struct CommandPayload: PayloadInput {
    static let newestVersion = 1

    private let members: [String: JSONValue]

    static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: schema)
    }

    init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        guard let tree = try? JSONValue(parsing: Array(payload)) else {
            throw InputRefusal(problems: [InputProblem(type: "json_invalid", message: "JSON decode error")])
        }
        try self.init(tree)
    }

    init(_ tree: JSONValue) throws {
        guard case .object(let members) = tree else {
            throw InputRefusal(
                problems: [InputProblem(type: "dict_type", message: "Input should be a valid dictionary")])
        }
        self.members = members
    }

    /// - Throws: `InputRefusal` with every field that is wrong; `Reject` for a version of the contract after ours.
    func command(_ names: FieldNames<CommandField>) throws -> GradingCommand {
        var reader = FieldReader(members: members, names: names)
        let version = reader.integer(.schemaVersion, from: 1, orElse: Self.newestVersion)
        if let version, version > Self.newestVersion {
            throw Reject(
                "The command has \(names[.schemaVersion]) \(version); \(Self.newestVersion) is the newest that is "
                    + "understood.", code: "command.schema_version", httpStatus: 422)
        }
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

/// Takes fields out of an object, and notes what is wrong with them.
private struct FieldReader {
    let members: [String: JSONValue]
    let names: FieldNames<CommandField>
    private(set) var problems: [InputProblem] = []

    init(members: [String: JSONValue], names: FieldNames<CommandField>) {
        self.members = members
        self.names = names
    }

    mutating func integer(_ field: CommandField, from least: Int, orElse substitute: Int? = nil) -> Int? {
        let name = names[field]
        guard let value = members[name], value != .null || substitute == nil else {
            if substitute == nil { note(name, "missing", "Field required") }
            return substitute
        }
        guard case .integer(let number) = value else {
            note(name, "int_type", "Input should be a valid integer")
            return nil
        }
        guard number >= least else {
            note(name, "greater_than_equal", "Input should be greater than or equal to \(least)")
            return nil
        }
        return number
    }

    mutating func text(_ field: CommandField, alias: String? = nil, most: Int) -> String? {
        let name = names[field]
        let own = members[name]
        let other = alias.flatMap { members[$0] }
        guard let value = own == .null ? other ?? own : own ?? other else {
            note(name, "missing", "Field required")
            return nil
        }
        return text(value, name, most)
    }

    mutating func optionalText(_ field: CommandField, most: Int) -> String? {
        guard let value = members[names[field]], value != .null else { return nil }
        return text(value, names[field], most)
    }

    private mutating func text(_ value: JSONValue, _ name: String, _ most: Int) -> String? {
        guard case .string(let text) = value else {
            note(name, "string_type", "Input should be a valid string")
            return nil
        }
        guard (1...most).contains(text.utf8.count),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else {
            note(name, "value_error", "Input should have 1 to \(most) bytes and no control characters")
            return nil
        }
        return text
    }

    private mutating func note(_ name: String, _ type: String, _ message: String) {
        problems.append(InputProblem(location: ["body", .string(name)], type: type, message: message))
    }
}
