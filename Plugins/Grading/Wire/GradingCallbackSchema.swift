import PluginSDK

/// The callback's schema, by the contract's names. Said here, for decoding does not show that every member is always
/// there, null where there is nothing.
extension GradingCallback: SchemaProviding {
    static var jsonSchema: JSONValue {
        object([
            "jobId": integer, "examId": integer, "tenantSlug": text, "imageIndex": ["type": "integer", "minimum": 0],
            "totalImages": ["type": "integer", "minimum": 1], "fileName": text, "objectKey": text,
            "success": ["type": "boolean"],
            "phoneNumber": [
                "type": ["string", "null"], "description": "The digits of the sheet, 0 for one that was not read.",
            ],
            "totalScore": ["type": ["integer", "null"]],
            "grade": ["type": ["integer", "null"], "minimum": 1, "maximum": 9],
            "results": ["type": "array", "items": question],
            "imageInfo": ["anyOf": [["type": "null"], imageInfo]],
            "errorMessage": ["type": ["string", "null"]],
            "errorCode": ["type": ["string", "null"], "description": "Stable, for programs: sheet.not_found."],
            "schemaVersion": ["type": "integer", "const": .integer(CommandPayload.newestVersion)],
        ])
    }

    static var schemaExample: GradingCallback {
        let command = GradingCommand(
            jobID: 1, examID: 1, tenantSlug: "demo", imageIndex: 0, totalImages: 1, objectKey: "1.jpg",
            fileName: "1.jpg")
        return GradingCallback(command, failure: .imageMissing)
    }

    private static var question: JSONValue {
        object([
            "questionNumber": integer, "studentAnswer": text, "correctAnswer": text, "score": integer,
            "earnedScore": integer, "questionType": text,
        ])
    }

    private static var imageInfo: JSONValue {
        object([
            "originalSize": text, "resizedSize": text, "scaleFactors": object(["x": number, "y": number]),
            "aspectRatio": object(["expected": number, "actual": number]),
        ])
    }

    private static let integer: JSONValue = ["type": "integer", "format": "int64"]
    private static let number: JSONValue = ["type": "number"]
    private static let text: JSONValue = ["type": "string"]

    private static func object(_ properties: [String: JSONValue]) -> JSONValue {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.sorted().map { .string($0) }),
        ]
    }
}
