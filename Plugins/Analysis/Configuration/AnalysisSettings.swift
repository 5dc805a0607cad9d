import AnalysisFacts
import LanguageModel
import PluginSDK

extension AnalysisLanguage: SettingChoice {}

/// What happens when the model gives no text, or none that stands up to the facts.
public enum FailureRule: String, SettingChoice {
    case error
    case narrator
}

/// What plugins.yaml may say about analysis.
public struct AnalysisSettings: Settings {
    @Setting("Who writes: the name of an upstream with a model, or none: the narrator, from the facts alone.")
    public var llm: String?

    @Setting("The model behind the upstream.")
    public var model = AnalysisSettings.model

    @Setting("Language of texts whose request names none.")
    public var language = AnalysisLanguage.korean

    @Setting("A model that fails: error answers the error, narrator writes without it and marks the answer.")
    public var onFailure = FailureRule.error

    @Setting("Folder of the operator's prompts, which go before the built-in ones.")
    public var prompts: FileSetting?

    @Setting("Most tokens of one student's feedback; of commentary they are the model's.", in: 64...8192)
    public var feedbackTokens = 800

    @Setting("Whole classes.")
    public var classes = ClassSettings()

    public init() {}

    /// The model's settings with the contract's defaults (4.4) where they differ.
    private static var model: LanguageModelSettings {
        var model = LanguageModelSettings()
        model.temperature = 0.7
        model.mostTokens = 1024
        model.deadline = .seconds(60)
        model.retry.attempts = 3
        return model
    }
}

/// How whole classes are written about.
public struct ClassSettings: Settings {
    @Setting("Texts of one class that are asked for at once.", in: 1...64)
    public var lanes = 4

    @Setting(
        "How long a class's texts are kept, for a job that is tried again and for who asks how far it is.",
        in: .seconds(60) ... .seconds(604_800))
    public var keepFor = Duration.seconds(86_400)

    public init() {}
}
