/// What tokens of a text depend on, counted in one pass: runs of characters of one kind, as byte-pair vocabularies cut
/// texts before they look words up.
struct TextFeatures: Equatable {
    /// Runs of Latin letters, and of their letters those behind the fifth, pairs of capitals, letters with accents.
    var words = 0
    var longLetters = 0
    var capitalPairs = 0
    var accents = 0
    /// Groups of up to three digits, and those runs of digits that stand behind a space.
    var digitGroups = 0
    var spacedNumbers = 0
    var lineBreaks = 0
    /// Runs of more than one space, and tabs.
    var spaceRuns = 0
    var punctuationRuns = 0
    /// Punctuation behind the first of its run.
    var morePunctuation = 0
    var hangul = 0
    var hangulWords = 0
    var han = 0
    var kana = 0
    var kanaRuns = 0
    /// Greek and Cyrillic.
    var cyrillic = 0
    var cyrillicWords = 0
    /// Hebrew and Arabic.
    var arabic = 0
    var emoji = 0
    var others = 0

    init(_ text: String) {
        var kind: ScriptClass?
        var (length, isCapital, isBehindSpace) = (0, false, false)
        for scalar in text.unicodeScalars {
            let next = ScriptClass(scalar)
            if next != kind {
                endRun(kind, length, isBehindSpace)
                isBehindSpace = kind == .space
                (kind, length, isCapital) = (next, 0, false)
            }
            length += 1
            guard next == .letter else { continue }
            let isCapitalToo = (0x41...0x5A).contains(scalar.value)
            if isCapital, isCapitalToo { capitalPairs += 1 }
            isCapital = isCapitalToo
            if scalar.value > 0x7F { accents += 1 }
        }
        endRun(kind, length, isBehindSpace)
    }

    private mutating func endRun(_ kind: ScriptClass?, _ length: Int, _ isBehindSpace: Bool) {
        switch kind {
        case .letter:
            words += 1
            longLetters += max(0, length - 5)
        case .digit:
            digitGroups += (length + 2) / 3
            if isBehindSpace { spacedNumbers += 1 }
        case .lineBreak: lineBreaks += 1
        case .space: if length > 1 { spaceRuns += 1 }
        case .tab: spaceRuns += 1
        case .punctuation:
            punctuationRuns += 1
            morePunctuation += length - 1
        case .hangul:
            hangul += length
            hangulWords += 1
        case .han: han += length
        case .kana:
            kana += length
            kanaRuns += 1
        case .cyrillic:
            cyrillic += length
            cyrillicWords += 1
        case .arabic: arabic += length
        case .emoji: emoji += length
        case .other: others += length
        case nil: break
        }
    }
}
