import Testing

@testable import AnalysisNarrator

@Suite struct ParticleTests {
    @Test(
        "particles follow the last sound that is read",
        arguments: [
            // Syllables with a consonant, with a vowel, and with ㄹ.
            ("문법", "문법은 문법이 문법을 문법과 문법으로"), ("어휘", "어휘는 어휘가 어휘를 어휘와 어휘로"),
            ("지수", "지수는 지수가 지수를 지수와 지수로"), ("서술", "서술은 서술이 서술을 서술과 서술로"),
            ("7번", "7번은 7번이 7번을 7번과 7번으로"), ("3개", "3개는 3개가 3개를 3개와 3개로"),
            // Digits: 영 일 이 삼 사 오 육 칠 팔 구, and 십, 백.
            ("0", "0은 0이 0을 0과 0으로"), ("1", "1은 1이 1을 1과 1로"), ("2", "2는 2가 2를 2와 2로"),
            ("3", "3은 3이 3을 3과 3으로"), ("4", "4는 4가 4를 4와 4로"), ("5", "5는 5가 5를 5와 5로"),
            ("6", "6은 6이 6을 6과 6으로"), ("7", "7은 7이 7을 7과 7로"), ("8", "8은 8이 8을 8과 8로"),
            ("9", "9는 9가 9를 9와 9로"), ("10", "10은 10이 10을 10과 10으로"), ("61.4", "61.4는 61.4가 61.4를 61.4와 61.4로"),
            ("①", "①은 ①이 ①을 ①과 ①로"), ("화학Ⅱ", "화학Ⅱ는 화학Ⅱ가 화학Ⅱ를 화학Ⅱ와 화학Ⅱ로"),
            // Signs, and what is not read.
            ("62%", "62%는 62%가 62%를 62%와 62%로"), ("17번(12%)", "17번(12%)은 17번(12%)이 17번(12%)을 17번(12%)과 17번(12%)으로"),
            ("어휘(심화)", "어휘(심화)는 어휘(심화)가 어휘(심화)를 어휘(심화)와 어휘(심화)로"),
            ("‘문법’", "‘문법’은 ‘문법’이 ‘문법’을 ‘문법’과 ‘문법’으로"), ("(문법)", "(문법)은 (문법)이 (문법)을 (문법)과 (문법)으로"),
            // Letters one by one, and words.
            ("A", "A는 A가 A를 A와 A로"), ("L", "L은 L이 L을 L과 L로"), ("LLM", "LLM은 LLM이 LLM을 LLM과 LLM으로"),
            ("Grammar", "Grammar는 Grammar가 Grammar를 Grammar와 Grammar로"),
            ("Reading", "Reading은 Reading이 Reading을 Reading과 Reading으로"),
            ("Level", "Level은 Level이 Level을 Level과 Level로"), ("Topic", "Topic은 Topic이 Topic을 Topic과 Topic으로"),
            // A syllable in its parts: ㄱ, ㅏ, ㄹ.
            ("\u{1100}\u{1161}\u{11AF}", "갈은 갈이 갈을 갈과 갈로"),
            // Nobody knows how these are read.
            ("文法", "文法은(는) 文法이(가) 文法을(를) 文法과(와) 文法(으)로"), ("", "은(는) 이(가) 을(를) 과(와) (으)로"),
        ])
    func particles(word: String, forms: String) {
        #expect(Particle.allCases.map { $0.after(word) }.joined(separator: " ") == forms)
    }

    @Test("a list has commas, and the right 과 or 와 before its last")
    func lists() {
        #expect([7].questionList == "7번")
        #expect([3, 11].questionList == "3번과 11번")
        #expect([3, 7, 11].questionList == "3번, 7번과 11번")
        #expect(["어휘", "문법"].koreanList == "어휘와 문법")
        #expect([String]().koreanList == "")
    }
}
