import Foundation

/// What a queue is asked, and what it is told.
struct AnalysisCommandText {
    var jobID: String
    var kind: String
    var request: String
    var tenant = "demo"

    static func student(_ jobID: String) -> AnalysisCommandText {
        AnalysisCommandText(jobID: jobID, kind: "student-feedback", request: AnalysisTexts.student())
    }

    static func exam(_ jobID: String) -> AnalysisCommandText {
        AnalysisCommandText(jobID: jobID, kind: "exam-commentary", request: AnalysisTexts.exam)
    }

    static func `class`(_ jobID: String, _ count: Int) -> AnalysisCommandText {
        AnalysisCommandText(jobID: jobID, kind: "class-feedback", request: AnalysisTexts.class(count, withExam: true))
    }

    var json: String {
        #"{"jobId": "\#(jobID)", "tenantSlug": "\#(tenant)", "kind": "\#(kind)", "request": \#(request), "schemaVersion": 1}"#
    }
}

/// A callback, or the result of a job of an embedded queue.
struct AnalysisCallbackText: Decodable {
    struct Student: Decodable {
        var index: Int?
        var studentId: Int?
        var status: String
        var content: String?
        var degraded: Bool?
        var errorCode: String?
        var errorMessage: String?
    }

    var jobId: String
    var tenantSlug: String
    var kind: String
    var success: Bool
    var content: String?
    var degraded: Bool?
    var students: [Student]?
    var errorCode: String?
    var errorMessage: String?
    var schemaVersion: Int

    init(_ json: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
    }

    init(_ document: Any?) throws {
        self = try JSONDecoder().decode(Self.self, from: JSONSerialization.data(withJSONObject: document ?? [:]))
    }
}
