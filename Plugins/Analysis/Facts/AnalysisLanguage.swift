/// In what language texts are written.
public enum AnalysisLanguage: String, Sendable, Hashable, CaseIterable {
    case korean = "ko"
    case english = "en"
}
