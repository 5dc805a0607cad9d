import Lumie
import PluginSDK

extension DoubleMarks: SettingChoice {}

/// What plugins.yaml may say about grading.
public struct GradingSettings: Settings {
    @Setting("Sheet that is read: the name of a built-in one (korean-45), or the path of a template file.")
    public var sheet: FileSetting = "korean-45"

    @Setting("Answer of a question with several marks: invalid, or the darkest mark as older graders did.")
    public var doubleMarks = DoubleMarks.invalid

    @Setting("Where marks begin, as a part of the sheet's typical mark.", in: 0.2...0.7)
    public var markPart = 0.4

    @Setting("Least darkness of a mark, whatever the pen; 1 is black.", in: 0.05...0.3)
    public var leastMark = 0.11

    @Setting("Darkness from which ink is a mark, whatever the pen; 1 is black.", in: 0.1...0.5)
    public var sureMark = 0.16

    @Setting("Width of the band around the threshold in which a person should look, as a part of it.", in: 0...0.5)
    public var doubt = 0.2

    @Setting("Most pixels of an image; larger ones are refused before decoding.", in: 1_000_000...400_000_000)
    public var pixelBudget = 100_000_000

    @Setting("Upstream that knows the exams, by its name under `upstreams:`.")
    public var upstream = "backend"

    @Setting("Path of an exam there, with {examId} and, if need be, {tenantSlug}.")
    public var examPath: CommandTemplate<SheetPlace> = "/internal/exams/{examId}"

    @Setting("How long an exam's key is taken as known; 0s asks for each sheet.", in: .zero ... .seconds(3600))
    public var examCache = Duration.seconds(30)

    @Setting("Bucket that the scans of jobs lie in, by its name under `buckets:`.")
    public var bucket = "images"

    @Setting("How a command that comes twice is known again.")
    public var idempotency = IdempotencySettings()

    @Setting("Other names of the command's fields.")
    public var commandFields = FieldNames<CommandField>()

    @Setting("Other names of the callback's fields; those of its results as `results.score`.")
    public var callbackFields = FieldNames<CallbackField>()

    @Setting("Other names of the exam's fields; dots lead into objects: `data.answers`.")
    public var examFields = FieldNames<ExamField>()

    public init() {}

    var rules: MarkRules {
        var rules = MarkRules()
        rules.part = markPart
        rules.threshold = min(leastMark, sureMark)...max(leastMark, sureMark)
        rules.doubt = doubt
        return rules
    }
}
