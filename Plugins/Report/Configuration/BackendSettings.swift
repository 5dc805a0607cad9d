import Lumie
import PluginSDK

/// What a path at the backend may say.
public enum BackendPlace: String, ContractFields {
    case tenantSlug, examId, studentId, resultId
}

/// Where the backend has what: contracts 3.4, each below `/internal`.
public struct PathSettings: Settings {
    @Setting("The exam with its key.")
    public var exam: CommandTemplate<BackendPlace> = "/internal/v1/exams/{examId}/detail"

    @Setting("The student.")
    public var student: CommandTemplate<BackendPlace> = "/internal/v1/students/{studentId}"

    @Setting("All results of the student.")
    public var studentResults: CommandTemplate<BackendPlace> = "/internal/v1/students/{studentId}/results"

    @Setting("All results of the exam.")
    public var examResults: CommandTemplate<BackendPlace> = "/internal/v1/exams/{examId}/results"

    @Setting("The answers of one result.")
    public var answers: CommandTemplate<BackendPlace> = "/internal/v1/results/{resultId}/questions"

    @Setting("The student's rank in the exam.")
    public var rank: CommandTemplate<BackendPlace> = "/internal/v1/statistics/students/{studentId}/rank?examId={examId}"

    @Setting("The exam's statistics.")
    public var statistics: CommandTemplate<BackendPlace> = "/internal/v1/statistics/exams/{examId}"

    @Setting("How often each choice was made.")
    public var choices: CommandTemplate<BackendPlace> = "/internal/v1/statistics/exams/{examId}/choices"

    public init() {}
}

/// A document that a report can do without.
public enum OptionalDocument: String, SettingChoice {
    case examResults = "exam_results"
    case rank, statistics, choices
}

/// Other names of the fields of the backend's documents; dots lead into objects. Those of a list's elements begin with
/// the list's name.
public struct BackendFieldSettings: Settings {
    @Setting("Of the exam.") public var exam = FieldNames<ExamField>()
    @Setting("Of the student.") public var student = FieldNames<StudentField>()
    @Setting("Of a result, in both lists of them.") public var result = FieldNames<ResultField>()
    @Setting("Of an answer.") public var answer = FieldNames<AnswerField>()
    @Setting("Of the rank.") public var rank = FieldNames<RankField>()
    @Setting("Of the statistics.") public var statistics = FieldNames<StatisticsField>()
    @Setting("Of the choices.") public var choices = FieldNames<ChoicesField>()

    public init() {}
}
