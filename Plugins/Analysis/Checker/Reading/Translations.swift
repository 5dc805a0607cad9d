extension Passage {
    /// What an English text calls types: "Waves (파동)" teaches "waves".
    func translations(known: [(String, Int)]) -> [(String, Int)] {
        guard isEnglish else { return [] }
        var learned: [(String, Int)] = []
        for index in tokens.indices {
            guard case .type(let type, false) = tokens[index].kind, index >= 2, case .mark("(") = tokens[index - 1].kind
            else { continue }
            var words: [String] = []
            var place = index - 2
            while place >= 0, words.count < 4, let word = word(place), !Units.ends.contains(word), word != "my" {
                words.insert(word, at: 0)
                place -= 1
            }
            let name = words.joined(separator: " ")
            guard name.count > 3, !known.contains(where: { $0.0 == name }) else { continue }
            learned.append((name, type))
        }
        return learned
    }

    private func word(_ index: Int) -> String? {
        if case .text(let text) = tokens[index].kind, text.unicodeScalars.allSatisfy(\.isLatin) { return text }
        return nil
    }
}
