import AnalysisFacts
import Testing

@testable import AnalysisNarrator

/// What holds for every text, whatever it says.
enum TextRules {
    static func check(_ text: String, _ language: AnalysisLanguage, names: [String], least: Int = 1) {
        let paragraphs = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(!text.contains("  "), "\(text)")
        #expect(Set(paragraphs).count == paragraphs.count, "\(text)")
        #expect((2...3).contains(paragraphs.count), "\(text)")
        #expect(text.count <= (language == .korean ? 900 : 1_600), "\(text)")
        // Names may hold anything that may be in a line, full stops too.
        let plain = masked(text, names: names)
        for paragraph in plain.split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(paragraph.hasSuffix("."), "\(text)")
            #expect(paragraph.first?.isWhitespace == false, "\(text)")
            #expect(!paragraph.contains("..") && !paragraph.contains(" .") && !paragraph.contains(" ,"), "\(text)")
        }
        let sentences = plain.split(separator: "\n").reduce(0) { $0 + $1.split(separator: ". ").count }
        #expect((least...8).contains(sentences), "\(text)")
        if language == .korean {
            let endings = plain.replacing("\n", with: " ").split(separator: ". ")
            for ending in endings {
                let bare = ending.hasSuffix(".") ? ending.dropLast() : ending
                #expect(bare.hasSuffix("니다") || bare.hasSuffix("세요"), "\(text)")
            }
        }
    }

    /// The text with each name from outside as one letter, so that what is ours can be looked at.
    static func masked(_ text: String, names: [String]) -> String {
        names.map(DisplayName.clean).filter { !$0.isEmpty }.sorted { $0.count > $1.count }
            .reduce(text) { $0.replacing($1, with: "N") }
    }
}
