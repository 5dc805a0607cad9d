import Testing

@testable import ReportDrawing

@Suite struct DrawableTextTests {
    private func drawn(_ text: String) -> String {
        var bytes: [UInt8] = []
        _ = DrawableText.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("ordinary text stays as it is")
    func ordinary() {
        for text in ["", "abc", "한국어 123", "مرحبا", "😀❤\u{FE0F} e\u{301}", "a\u{200D}b", "¿ÿ – “x”"] {
            #expect(Array(drawn(text).utf8) == Array(text.utf8))
        }
    }

    @Test("controls are left out, and every kind of line end is one")
    func controls() {
        #expect(drawn("a\u{0}b\u{1B}[31mc\u{7F}\u{85}d\r\ne\rf\u{2028}g\th") == "ab[31mc\nd\ne\nf\ng h")
        var text = "\u{FEFF}a\u{E0041}"
        for value in [0xFFFE, 0xFFFF, 0x1FFFF, 0xFDD0] as [UInt32] {
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
        #expect(drawn(text) == "a")
    }

    @Test("a name cannot turn the letters around it")
    func overrides() {
        #expect(drawn("\u{202E}abc\u{202C}\u{2066}d\u{2069}") == "abcd")
    }

    @Test("a text is cut between two characters when it is too long")
    func cut() {
        var bytes: [UInt8] = []
        #expect(!DrawableText.append(String(repeating: "가", count: 400_000), to: &bytes))
        #expect(bytes.count == DrawableText.maximumBytes / 3 * 3)
        #expect(!DrawableText.append("abc", to: &bytes))
        #expect(bytes.count == DrawableText.maximumBytes)
    }
}
