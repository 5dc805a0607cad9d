import FoundationEssentials

@testable import Report

extension ClassOutcome {
    init(json: [UInt8]) throws {
        struct Document: Decodable {
            var examId: Int
            var examName: String?
            var template: String
            var templateVersion: String
            var total: Int
            var done: Int
            var students: [ClassOutcome.Student]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(json))
        self.init(
            examId: document.examId, examName: document.examName, template: document.template,
            templateVersion: document.templateVersion, total: document.total, done: document.done,
            students: document.students)
    }

    var codes: [String?] { students.map(\.code) }
}
