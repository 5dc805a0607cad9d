import Foundation
import SheetPress

/// A command as contracts 2.3 says.
struct LumieCommand {
    var jobId: Int
    var examId = 42
    var tenantSlug = "demo"
    var imageIndex = 0
    var totalImages = 1
    var objectKey: String
    var fileName: String?

    var messageID: String { "\(jobId):\(imageIndex)" }

    /// Without what is optional.
    var members: [String: Any] {
        var members: [String: Any] = [
            "jobId": jobId, "examId": examId, "tenantSlug": tenantSlug, "imageIndex": imageIndex,
            "totalImages": totalImages, "objectKey": objectKey,
        ]
        if let fileName { members["fileName"] = fileName }
        return members
    }

    var json: String { Self.json(members) }

    static func json(_ members: [String: Any]) -> String {
        let data = try? JSONSerialization.data(
            withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}

/// A callback as contracts 2.4 says: decoding it checks the type of every member.
struct LumieCallback: Decodable, Equatable {
    struct Question: Decodable, Equatable {
        var questionNumber: Int
        var studentAnswer: String
        var correctAnswer: String
        var score: Int
        var earnedScore: Int
        var questionType: String
    }

    struct Image: Decodable, Equatable {
        struct Factors: Decodable, Equatable {
            var x: Double
            var y: Double
        }

        struct Ratio: Decodable, Equatable {
            var expected: Double
            var actual: Double
        }

        var originalSize: String
        var resizedSize: String
        var scaleFactors: Factors
        var aspectRatio: Ratio
    }

    var jobId: Int
    var examId: Int
    var tenantSlug: String
    var imageIndex: Int
    var totalImages: Int
    var fileName: String
    var objectKey: String
    var success: Bool
    var phoneNumber: String?
    var totalScore: Int?
    var grade: Int?
    var results: [Question]
    var imageInfo: Image?
    var errorMessage: String?
    var errorCode: String?
    var schemaVersion: Int

    static let names: Set = [
        "jobId", "examId", "tenantSlug", "imageIndex", "totalImages", "fileName", "objectKey", "success", "phoneNumber",
        "totalScore", "grade", "results", "imageInfo", "errorMessage", "errorCode", "schemaVersion",
    ]

    init(json: String) throws {
        self = try JSONDecoder().decode(LumieCallback.self, from: Data(json.utf8))
    }

    private init(_ command: LumieCommand, success: Bool) {
        jobId = command.jobId
        examId = command.examId
        tenantSlug = command.tenantSlug
        imageIndex = command.imageIndex
        totalImages = command.totalImages
        fileName = command.fileName ?? command.objectKey.split(separator: "/").last.map(String.init) ?? ""
        objectKey = command.objectKey
        self.success = success
        results = []
        schemaVersion = 1
    }

    /// What has to come of a sheet whose marks are known, computed here from the contract alone.
    init(_ command: LumieCommand, graded sheet: MarkedSheet) {
        self.init(command, success: true)
        results = (1...45).map { number in
            let marks = sheet.truth["q\(number)"] ?? []
            let answer = marks.count == 1 ? marks[0] : "무효"
            let correct = LumieSheets.answers["\(number)"] ?? ""
            let score = LumieSheets.scores["\(number)"] ?? 0
            return Question(
                questionNumber: number, studentAnswer: answer, correctAnswer: correct, score: score,
                earnedScore: answer == correct ? score : 0, questionType: LumieSheets.types["\(number)"] ?? "기타")
        }
        let total = results.reduce(0) { $0 + $1.earnedScore }
        totalScore = total
        grade = total >= 90 ? 1 : total < 20 ? 9 : 10 - total / 10
        phoneNumber = (1...8).map { digit in
            let marks = sheet.truth["phone\(digit)"] ?? []
            return marks.count == 1 ? marks[0] : "0"
        }.joined()
        let size = [3508, 2480].map { Int((Double($0) * Double(sheet.dpi) / 300).rounded()) }
        imageInfo = Image(
            originalSize: "\(size[0])x\(size[1])", resizedSize: "2480x3508",
            scaleFactors: .init(x: 2480 / Double(size[0]), y: 3508 / Double(size[1])),
            aspectRatio: .init(expected: 2480.0 / 3508, actual: Double(size[0]) / Double(size[1])))
    }

    /// What has to come of a command that failed.
    init(_ command: LumieCommand, failure code: String, message: String) {
        self.init(command, success: false)
        errorCode = code
        errorMessage = message
    }
}
