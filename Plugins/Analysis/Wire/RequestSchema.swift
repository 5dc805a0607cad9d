import PluginSDK

/// The requests' JSON Schemas, as manifests and generated documents show them; what is wrong with a request the readers
/// say.
enum RequestSchema {
    static let examCommentary = object(
        [
            "examName": text("Name of the exam."),
            "totalParticipants": whole("How many took it.", from: 0),
            "averageScore": number("Not rounded."), "highestScore": number("Points."), "lowestScore": number("Points."),
            "gradeDistribution": list(
                object([
                    "grade": whole("1 is the best; 0 passed, -1 failed.", from: -1),
                    "count": whole("Students.", from: 0),
                    "percentage": percent,
                ])),
            "questionStatistics": list(
                object(
                    [
                        "questionNumber": whole("From 1 on.", from: 1), "correctRate": ratio, "incorrectRate": ratio,
                        "questionType": ["type": ["string", "null"]],
                        "actualScore": number("Points it gives.", from: 0),
                    ], optional: ["questionType"])),
            "language": language,
        ], optional: ["language"])

    /// What each student has of their own.
    static let student: [String: JSONValue] = [
        "studentName": text("학생 when it shall not be said."),
        "totalScore": number("Points."), "grade": whole("1 is the best; 0 passed, -1 failed.", from: -1),
        "incorrectQuestions": list(
            object([
                "questionNumber": whole("From 1 on.", from: 1), "questionType": text("기타 when it has none."),
                "selectedChoice": text("무효 when nothing was marked."), "correctAnswer": text("N/A when nobody knows."),
                "questionCorrectRate": percent,
            ])),
        "questionTypeAchievement": list(
            object([
                "type": text("Name of the type."), "correctCount": whole("Right ones.", from: 0),
                "totalCount": whole("All of it.", from: 0), "correctRate": percent,
            ])),
    ]

    static let studentFeedback = object(
        student.merging([
            "examName": text("Name of the exam."), "averageScore": number("Of all who took it."), "language": language,
        ]) { own, _ in own }, optional: ["language"])

    static let classFeedback = object(
        [
            "examName": text("Name of the exam."), "averageScore": number("Of all who took it."), "language": language,
            "students": list(
                object(
                    student.merging(["studentId": whole("As the backend has it.", from: 0)]) { own, _ in own },
                    optional: ["studentId"])),
            "exam": examCommentary.described("Adds commentary on the exam, as the request for it alone."),
        ], optional: ["language", "exam"])

    static let command = object(
        [
            "jobId": ["type": ["string", "integer"], "description": "Comes back with the callback."],
            "tenantSlug": text("Whose data it is."), "schemaVersion": whole("1.", from: 1),
            "kind": ["type": "string", "enum": ["exam-commentary", "student-feedback", "class-feedback"]],
            "request": ["type": "object", "description": "The body of the route of this kind."],
        ], optional: ["schemaVersion"])

    private static let ratio: JSONValue = ["type": "number", "minimum": 0, "maximum": 1]
    private static let percent: JSONValue = ["type": "number", "minimum": 0, "maximum": 100]
    private static let language: JSONValue = [
        "type": "string", "enum": ["ko", "en"], "description": "Of this text; without it the configured one.",
    ]

    private static func text(_ summary: String) -> JSONValue { ["type": "string", "description": .string(summary)] }

    private static func whole(_ summary: String, from least: Int) -> JSONValue {
        ["type": "integer", "minimum": .integer(least), "description": .string(summary)]
    }

    private static func number(_ summary: String, from least: Int? = nil) -> JSONValue {
        var members: [String: JSONValue] = ["type": "number", "description": .string(summary)]
        if let least { members["minimum"] = .integer(least) }
        return .object(members)
    }

    private static func list(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

    private static func object(_ properties: [String: JSONValue], optional: Set<String> = []) -> JSONValue {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.filter { !optional.contains($0) }.sorted().map { .string($0) }),
        ]
    }
}

extension JSONValue {
    fileprivate func described(_ summary: String) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members["description"] = .string(summary)
        return .object(members)
    }
}
