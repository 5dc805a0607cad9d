import Foundation
import Fuzzing
import Testing

@testable import StructuredOutput

@Suite("Patterns in linear time")
struct PatternTests {
    @Test(
        "patterns match what ECMA-262 says",
        arguments: [
            ("", "x", true), ("a", "xax", true), ("^a$", "ab", false), ("^(ab|cd)+$", "abcdab", true),
            ("^(ab|cd)+$", "abc", false), ("^a{2,3}$", "aa", true), ("^a{2,3}$", "aaaa", false), ("^a{2}$", "aa", true),
            ("^a{0,2}b$", "b", true), ("^a{2,}$", "aaaaa", true), ("^a*?b+?c?$", "aabb", true), ("^.$", "\n", false),
            ("^.$", "한", true), ("^[가-힣]{2,4}$", "김하늘", true), ("^[^0-9]+$", "a1", false),
            ("^[a\\]-]+$", "a]-", true), ("^\\d{4}-\\d{2}$", "2026-11", true), ("^\\S+@\\S+$", "a@b", true),
            ("^\\w+$", "한", false), ("^[\\d\\s]+$", "1 2", true), ("^[^\\D]+$", "12", true), ("\\.", "a", false),
            ("^\\u00e9\\x41$", "éA", true), ("^(?:a|)$", "", true), ("^(a*)*$", "aaaa", true), ("a|^b$|c", "xb", false),
            ("^$", "", true), ("$", "abc", true), ("x^", "x", false), ("^(a|b)*c$", "ababababc", true),
        ])
    func matching(pattern: String, text: String, matches: Bool) throws {
        #expect(try TextPattern(pattern).matches(text) == matches)
    }

    @Test(
        "what cannot be matched in linear time, or is no pattern, is refused with a sentence",
        arguments: [
            "(", ")", "[a", "a**", "*a", "(?=a)", "(?<n>a)", "(a)\\1", "\\bword", "\\p{L}", "a{3,2}", "a{", "a{1001}",
            "[z-a]", "\\", "{", "(a{100}){100}", "(((){1000}){1000}){1000}", "[a-\\d]", "]", "[]a]",
        ])
    func refusals(pattern: String) {
        do throws(PatternFault) {
            _ = try TextPattern(pattern)
            Issue.record("\(pattern) was taken")
        } catch {
            #expect(error.message.hasPrefix("the pattern "))
        }
    }

    @Test("patterns that make others backtrack without end are matched at once")
    func catastrophic() throws {
        let start = ContinuousClock.now
        #expect(try !TextPattern("^(a+)+$").matches(String(repeating: "a", count: 20_000) + "b"))
        #expect(try !TextPattern("^(a|aa|aaa)*b$").matches(String(repeating: "a", count: 20_000)))
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test("mutated patterns match as Foundation matches, or are refused")
    func mutated() throws {
        let seeds = ["^(ab|c[d-f]*)+x?$", "[^a-c]{1,3}b|d+", "a(b(c|d)*e)?f", "^\\d+\\.\\w*$", "(a|b|)(c*d){2}"]
        let texts = ["abcdx", "abe", "12.ab", "ccdcd", "", "abcabcabf", "zzzb"]
        var random = SeededRandom(12)
        var compared = 0
        for round in 0..<FuzzRounds.count(2_000) {
            let bytes = Array(seeds[round % seeds.count].utf8).mutated(&random)
            guard let source = String(validating: bytes, as: UTF8.self),
                source.utf8.allSatisfy({ $0 < 0x7F && $0 > 0x1F }),
                let pattern = try? TextPattern(source)
            else { continue }
            // ICU reads these otherwise than ECMA-262: sets in sets, possessive repetition, an empty class.
            let differs =
                ["&&", "--", "[]", "[^]"].contains { source.contains($0) } || source.dropFirst().contains("[[")
                || source.filter { $0 == "[" }.count > 1
            guard !differs, let other = try? NSRegularExpression(pattern: source) else { continue }
            for text in texts {
                let range = NSRange(text.startIndex..., in: text)
                #expect(
                    pattern.matches(text) == (other.firstMatch(in: text, range: range) != nil), "\(source) on \(text)")
                compared += 1
            }
        }
        #expect(compared > 500)
    }
}
