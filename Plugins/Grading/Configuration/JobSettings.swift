import Lumie
import PluginSDK

/// How a command that comes twice is known again.
public struct IdempotencySettings: Settings {
    @Setting(
        "Key of a sheet's callback in the store; of {tenantSlug}, {jobId}, {imageIndex}, {examId}.")
    public var key: CommandTemplate<SheetPlace> = "omr:{tenantSlug}:{jobId}:{imageIndex}"

    @Setting("How long a callback is kept.", in: .seconds(60) ... .seconds(2_592_000))
    public var lifetime = Duration.seconds(86_400)

    @Setting("How long a job may hold its sheet before another may grade it.", in: .seconds(1) ... .seconds(3600))
    public var lock = Duration.seconds(120)

    public init() {}
}

/// What a template may say of a command.
public enum SheetPlace: String, ContractFields {
    case tenantSlug, jobId, examId, imageIndex
}

/// The fields of contracts 2.3.
public enum CommandField: String, ContractFields {
    case jobId, examId, tenantSlug, imageIndex, totalImages, objectKey, fileName, schemaVersion
}

/// The fields of contracts 2.4, and those of an element of its results.
public enum CallbackField: String, ContractFields {
    case jobId, examId, tenantSlug, imageIndex, totalImages, fileName, objectKey, success, phoneNumber, totalScore,
        grade, results, imageInfo, errorMessage, errorCode, schemaVersion
    case resultQuestionNumber = "results.questionNumber"
    case resultStudentAnswer = "results.studentAnswer"
    case resultCorrectAnswer = "results.correctAnswer"
    case resultScore = "results.score"
    case resultEarnedScore = "results.earnedScore"
    case resultQuestionType = "results.questionType"
}

/// The fields of contracts 2.7 that grading needs.
public enum ExamField: String, ContractFields {
    case correctAnswers, questionScores, questionTypes
}
