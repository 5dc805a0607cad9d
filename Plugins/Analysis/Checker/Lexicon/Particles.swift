/// What follows Korean nouns and verbs.
enum Particles {
    /// Beginnings of what may be written onto a type's name: particles, copula, and nouns that mean no other type.
    private static let afterNouns = [
        "은", "는", "이", "가", "을", "를", "의", "과", "와", "도", "만", "에", "으로", "로", "보다", "부터", "까지", "하고", "랑", "이랑",
        "입니", "예요", "이에", "였", "인", "뿐", "처럼", "조차", "마저", "쪽", "문항", "문제", "유형", "영역", "단원", "부분", "파트", "분야",
        "및", "나", "이나", "라", "마다", "씩", "밖",
    ]

    /// - Parameter ending: Hangul directly after a name.
    static func mayFollowNoun(_ ending: String) -> Bool {
        ending.isEmpty || afterNouns.contains { ending.hasPrefix($0) }
    }

    /// Whether a word says something of the noun after it: `낮은`, `그친`, `기록한`, `25%의`, `80.6%였던`.
    static func isAdnominal(_ word: String) -> Bool {
        guard let last = word.unicodeScalars.last, last.isHangul else { return false }
        if ["의", "던", "는", "은", "한", "인"].contains(String(last)) { return true }
        // A final n or l on a vowel that verbs have: 그친, 못한, 맞힐.
        return (last.value &- 0xAC00) % 28 == 4 && !["반면", "편"].contains(word) && !word.hasSuffix("반면")
    }

    /// Whether a word ends with a particle that marks a topic or subject, not a verb that describes.
    static func isTopic(_ ending: String) -> Bool {
        ["은", "는", "이", "가", "에서는", "에는", "의", "도", "만", "에서", "에서도"].contains(ending)
    }

    /// `은` and `는` directly after a number are topics: `81.4%는`.
    static func isTopicOnly(_ ending: String) -> Bool { ["은", "는"].contains(ending) }

    /// Two syllables each, as numbers: every word of a sentence is looked up.
    private static let clauseEnds: Set<UInt64> = Set(
        [

            "지만", "는데", "은데", "인데", "으며", "이며", "하며", "되며", "었고", "았고", "였고", "했고", "이고", "높고", "낮고", "있고", "없고",
            "않고", "많고", "적고", "졌고", "쳤고", "렀고", "켰고", "혔고", "므로", "니까", "어서", "아서", "여서", "해서", "라서", "면서", "으나", "이나",
            "반면", "으니", "이니", "하고", "지고", "치고", "리고", "어도", "아도",
        ].compactMap { ending in
            let scalars = Array(ending.unicodeScalars)
            return scalars.count == 2 ? pair(scalars[0], scalars[1]) : nil
        })

    private static func pair(_ one: Unicode.Scalar, _ other: Unicode.Scalar) -> UInt64 {
        UInt64(one.value) << 32 | UInt64(other.value)
    }

    /// Whether a clause ends with this word.
    static func endsClause(_ word: String) -> Bool {
        let scalars = Array(word.unicodeScalars.suffix(2))
        // A verb in the past and `고`: 틀렸고, 나왔고.
        if scalars.count == 2, scalars[1] == "고", scalars[0].isHangul, (scalars[0].value &- 0xAC00) % 28 == 20 {
            return true
        }
        return scalars.count == 2 && clauseEnds.contains(pair(scalars[0], scalars[1]))
    }

    static func joins(_ ending: String) -> Bool {
        ["과", "와", "이랑", "랑", "하고", "이나", "나", "및"].contains(ending)
    }
}
