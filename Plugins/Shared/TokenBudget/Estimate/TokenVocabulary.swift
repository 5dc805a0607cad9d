/// A vocabulary by which models cut text into tokens.
public enum TokenVocabulary: String, Sendable, Hashable, CaseIterable {
    /// GPT-4o, 4.1, 5 and the o models.
    case o200k
    /// GPT-4, GPT-3.5, and the embeddings of OpenAI.
    case cl100k
    /// The one that Anthropic has published (Claude 2). Later ones are not public: `TokenCalibration` learns the rest.
    case claude
    case deepSeek = "deepseek"

    /// By the name that the provider gives the model, perhaps behind that of a maker (`openai/gpt-4o`); nil for a model
    /// whose vocabulary is not known here.
    public init?(model: String) {
        let name = model.lowercased().split(separator: "/").last ?? ""
        func begins(_ words: String...) -> Bool { words.contains { name.hasPrefix($0) } }
        if begins("gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "gpt-oss", "chatgpt", "o1", "o3", "o4") {
            self = .o200k
        } else if begins("gpt-4", "gpt-3.5", "text-embedding-") {
            self = .cl100k
        } else if begins("claude") {
            self = .claude
        } else if begins("deepseek") {
            self = .deepSeek
        } else {
            return nil
        }
    }

    /// Tokens for each feature.
    ///
    /// Fitted on texts of 20 kinds (Korean, English, Japanese, Chinese, Spanish, German, Russian, Arabic, JSON, Swift,
    /// Python, C, HTML, emoji) to the counts of the published vocabularies, so that too few weighs six times as much as
    /// too many (expectile 0.85). Held against the real counts of some 1,000 texts of 1,500 characters: the sums of each
    /// kind are 6 % below to 10 % above; single texts of Korean 7 % below at worst, of JSON 5 %, of Swift 7 %, of English
    /// 13 %, of Chinese and German 14 %, and of C headers, full of names in capitals, 19 %.
    func tokens(_ text: TextFeatures) -> Double {
        switch self {
        case .o200k:
            Self.latin(text, word: 0.92, long: 0.16, capital: 0.02, accent: 3.85)
                + Self.marks(text, digits: 0.96, spaced: 1.38, breaks: 0.62, spaces: 0.74, mark: 0.95, more: 0.11)
                + Self.asian(text, hangul: 0.47, hangulWord: 0.76, han: 0.77, kana: 0.60, kanaRun: 0.49)
                + Self.rest(text, cyrillic: 0.18, cyrillicWord: 0.85, arabic: 0.42, emoji: 2.12, other: 1.80)
        case .cl100k:
            Self.latin(text, word: 0.91, long: 0.20, capital: 0.01, accent: 6.00)
                + Self.marks(text, digits: 0.90, spaced: 1.67, breaks: 0.58, spaces: 0.61, mark: 0.92, more: 0.09)
                + Self.asian(text, hangul: 0.81, hangulWord: 1.04, han: 1.06, kana: 0.82, kanaRun: 0.85)
                + Self.rest(text, cyrillic: 0.34, cyrillicWord: 0.95, arabic: 0.86, emoji: 3.17, other: 2.15)
        case .claude:
            Self.latin(text, word: 0.96, long: 0.20, capital: 0.09, accent: 6.00)
                + Self.marks(text, digits: 0.86, spaced: 0.36, breaks: 1.29, spaces: 0.07, mark: 1.01, more: 0.07)
                + Self.asian(text, hangul: 1.18, hangulWord: 0.42, han: 0.92, kana: 0.82, kanaRun: 0.71)
                + Self.rest(text, cyrillic: 0.37, cyrillicWord: 1.32, arabic: 1.09, emoji: 2.85, other: 2.63)
        case .deepSeek:
            Self.latin(text, word: 0.91, long: 0.17, capital: 0.15, accent: 6.00)
                + Self.marks(text, digits: 0.94, spaced: 1.16, breaks: 0.79, spaces: 0.70, mark: 1.02, more: 0.09)
                + Self.asian(text, hangul: 0.46, hangulWord: 1.10, han: 0.61, kana: 0.55, kanaRun: 0.44)
                + Self.rest(text, cyrillic: 0.22, cyrillicWord: 0.77, arabic: 0.47, emoji: 2.67, other: 0.98)
        }
    }
}

extension TokenVocabulary {
    private static func latin(
        _ text: TextFeatures, word: Double, long: Double, capital: Double, accent: Double
    ) -> Double {
        Double(text.words) * word + Double(text.longLetters) * long + Double(text.capitalPairs) * capital
            + Double(text.accents) * accent
    }

    private static func marks(
        _ text: TextFeatures, digits: Double, spaced: Double, breaks: Double, spaces: Double, mark: Double, more: Double
    ) -> Double {
        Double(text.digitGroups) * digits + Double(text.spacedNumbers) * spaced + Double(text.lineBreaks) * breaks
            + Double(text.spaceRuns) * spaces + Double(text.punctuationRuns) * mark
            + Double(text.morePunctuation) * more
    }

    private static func asian(
        _ text: TextFeatures, hangul: Double, hangulWord: Double, han: Double, kana: Double, kanaRun: Double
    ) -> Double {
        Double(text.hangul) * hangul + Double(text.hangulWords) * hangulWord + Double(text.han) * han
            + Double(text.kana) * kana + Double(text.kanaRuns) * kanaRun
    }

    private static func rest(
        _ text: TextFeatures, cyrillic: Double, cyrillicWord: Double, arabic: Double, emoji: Double, other: Double
    ) -> Double {
        Double(text.cyrillic) * cyrillic + Double(text.cyrillicWords) * cyrillicWord + Double(text.arabic) * arabic
            + Double(text.emoji) * emoji + Double(text.others) * other
    }
}
