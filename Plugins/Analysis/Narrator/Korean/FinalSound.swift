/// How a word ends when it is read aloud in Korean: what follows it depends on that.
enum FinalSound: Sendable, Hashable {
    case vowel
    /// The consonant ㄹ, after which 로 stands as after a vowel.
    case rieul
    case consonant

    /// Nil where the reading is not known, as with other scripts. What stands in brackets at the end is not read;
    /// marks that close a quotation have no sound.
    init?(_ word: String) {
        let scalars = Self.spoken(Array(word.unicodeScalars))
        guard let last = scalars.last else { return nil }
        switch last.value {
        case 0xAC00...0xD7A3: self = Self.syllable(last.value)
        case 0x1161...0x1175, 0x314F...0x3163: self = .vowel
        // Final consonants of syllables that are written in parts, and consonants by their names (기역, 리을).
        case 0x11A8...0x11C2: self = last.value == 0x11AF ? .rieul : .consonant
        case 0x3131...0x314E: self = last.value == 0x3139 ? .rieul : .consonant
        case 0x30...0x39: self = Self.digit(last.value - 0x30)
        // Numbers in circles, and Roman ones, as subjects and choices have them.
        case 0x2460...0x2473: self = Self.digit((last.value - 0x245F) % 10)
        case 0x2160...0x2169: self = Self.digit((last.value - 0x215F) % 10)
        // 퍼센트, 플러스.
        case 0x25, 0x2B, 0xFF05: self = .vowel
        case 0x41...0x5A, 0x61...0x7A: self = Self.latin(scalars)
        default: return nil
        }
    }

    /// Without what is not read at the end.
    private static func spoken(_ scalars: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar> {
        var rest = scalars[...]
        while let last = rest.last {
            if last == ")" || last == "]" {
                let opening: Unicode.Scalar = last == ")" ? "(" : "["
                guard let start = rest.lastIndex(of: opening), start > rest.startIndex else {
                    rest = rest.dropLast()
                    continue
                }
                rest = rest[..<start]
            } else if " '\"’”」』〉》…".unicodeScalars.contains(last) {
                rest = rest.dropLast()
            } else {
                break
            }
        }
        return rest
    }

    /// Syllables are ordered by their 28 final sounds; the first is none, the ninth is ㄹ.
    private static func syllable(_ value: UInt32) -> FinalSound {
        switch (value - 0xAC00) % 28 {
        case 0: .vowel
        case 8: .rieul
        default: .consonant
        }
    }

    /// 영(십, 백, 천, 만) 일 이 삼 사 오 육 칠 팔 구.
    private static func digit(_ digit: UInt32) -> FinalSound {
        switch digit {
        case 2, 4, 5, 9: .vowel
        case 1, 7, 8: .rieul
        default: .consonant
        }
    }

    /// Capitals are read letter by letter: 엘, 엠, 엔, 알. Other words are guessed by how their ends are mostly taken
    /// over: -l as ㄹ; -m, -n, -ng, -b, -p, and -k or -c after a vowel as a consonant; all others with a vowel.
    private static func latin(_ scalars: ArraySlice<Unicode.Scalar>) -> FinalSound {
        let word = scalars.reversed().prefix { (0x41...0x5A).contains($0.value) || (0x61...0x7A).contains($0.value) }
        guard let last = word.first else { return .vowel }
        if word.count == 1 || word.allSatisfy({ $0.value <= 0x5A }) {
            switch last {
            case "L", "R", "l", "r": return .rieul
            case "M", "N", "m", "n": return .consonant
            default: return .vowel
            }
        }
        let before = word.dropFirst().first ?? last
        switch last {
        case "l": return .rieul
        case "m", "n", "b", "p": return .consonant
        case "g": return before == "n" ? .consonant : .vowel
        case "c", "k": return "aeiouc".unicodeScalars.contains(before) ? .consonant : .vowel
        default: return .vowel
        }
    }
}
