import Lumie
import PluginSDK

/// What the backend is told of one sheet: the contract's callback, 2.4. What a failure lacks is null, its results are
/// an empty list.
struct GradingCallback: Codable, Sendable {
    var jobId: Int
    var examId: Int
    var tenantSlug: String
    var imageIndex: Int
    var totalImages: Int
    var fileName: String
    var objectKey: String
    var success: Bool
    /// The digits of the sheet, "0" for one that was not read.
    var phoneNumber: String?
    var totalScore: Int?
    /// Of nine, for information: the backend computes its own.
    var grade: Int?
    var results: [QuestionResult]
    var imageInfo: ImageInfo?
    /// A sentence for a person, Korean first.
    var errorMessage: String?
    /// Stable, for programs: `sheet.not_found`.
    var errorCode: String?
    var schemaVersion: Int

    private init(_ command: GradingCommand, success: Bool) {
        jobId = command.jobID
        examId = command.examID
        tenantSlug = command.tenantSlug
        imageIndex = command.imageIndex
        totalImages = command.totalImages
        fileName = command.fileName
        objectKey = command.objectKey
        self.success = success
        results = []
        schemaVersion = CommandPayload.newestVersion
    }

    init(_ command: GradingCommand, graded: GradedSheet, image: LumaImage) {
        self.init(command, success: true)
        phoneNumber = graded.identity
        totalScore = graded.totalScore
        grade = graded.grade
        results = graded.questions.map(QuestionResult.init)
        imageInfo = ImageInfo(width: image.width, height: image.height)
    }

    init(_ command: GradingCommand, failure: JobRefusal) {
        self.init(command, success: false)
        errorMessage = failure.message
        errorCode = failure.code
    }

    /// As it is sent: every member, null where there is nothing, under the names of the backend.
    func bytes(_ names: FieldNames<CallbackField>) -> [UInt8] {
        let question: (QuestionResult) -> JSONValue = { result in
            names.object([
                (.resultQuestionNumber, .integer(result.questionNumber)),
                (.resultStudentAnswer, .string(result.studentAnswer)),
                (.resultCorrectAnswer, .string(result.correctAnswer)), (.resultScore, .integer(result.score)),
                (.resultEarnedScore, .integer(result.earnedScore)),
                (.resultQuestionType, .string(result.questionType)),
            ])
        }
        let document = names.object([
            (.jobId, .integer(jobId)), (.examId, .integer(examId)), (.tenantSlug, .string(tenantSlug)),
            (.imageIndex, .integer(imageIndex)), (.totalImages, .integer(totalImages)),
            (.fileName, .string(fileName)), (.objectKey, .string(objectKey)), (.success, .bool(success)),
            (.phoneNumber, phoneNumber.map { .string($0) } ?? .null),
            (.totalScore, totalScore.map { .integer($0) } ?? .null), (.grade, grade.map { .integer($0) } ?? .null),
            (.results, .array(results.map(question))), (.imageInfo, imageInfo?.json ?? .null),
            (.errorMessage, errorMessage.map { .string($0) } ?? .null),
            (.errorCode, errorCode.map { .string($0) } ?? .null), (.schemaVersion, .integer(schemaVersion)),
        ])
        return Array(document.text.utf8)
    }
}

extension FieldNames<CallbackField> {
    /// An object whose members are called as the backend calls them: of `results.score` the last part.
    fileprivate func object(_ members: [(CallbackField, JSONValue)]) -> JSONValue {
        .object(Dictionary(members.map { (member($0), $1) }) { first, _ in first })
    }
}

extension ImageInfo {
    fileprivate var json: JSONValue {
        [
            "originalSize": .string(originalSize), "resizedSize": .string(resizedSize),
            "scaleFactors": ["x": .number(scaleFactors.x), "y": .number(scaleFactors.y)],
            "aspectRatio": ["expected": .number(aspectRatio.expected), "actual": .number(aspectRatio.actual)],
        ]
    }
}
