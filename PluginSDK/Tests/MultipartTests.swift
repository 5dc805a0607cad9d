import Testing

@testable import PluginSDK

private func parse(_ text: String, boundary: String = "B") throws -> [MultipartPart] {
    try Array(text.utf8).withUnsafeBytes { try MultipartParser.parse($0, boundary: Array(boundary.utf8)) }
}

private func content(_ text: String, _ part: MultipartPart) -> String {
    String(decoding: Array(text.utf8)[part.content], as: UTF8.self)
}

struct MultipartTests {
    static let form = """
        preamble\r\n--B \t\r\nContent-Disposition: form-data; name="image"; filename="a\\"b;c.jpg"\r\n\
        content-type: image/jpeg\r\n\r\n\u{1}\r\n--Bx\r\nend\r\n--B\r\n\
        Content-Disposition: form-data; name=keys\r\n\r\n\r\n--B--\r\nepilogue
        """

    @Test func partsAreFoundWhereTheyLie() throws {
        let parts = try parse(Self.form)
        #expect(parts.map(\.name) == ["image", "keys"])
        #expect(parts[0].filename == "a\"b;c.jpg")
        #expect(parts[0].mediaType == "image/jpeg")
        #expect(content(Self.form, parts[0]) == "\u{1}\r\n--Bx\r\nend")
        #expect(parts[1].content.isEmpty)
        #expect(parts[1].filename == nil)
    }

    @Test func theFirstBoundaryMayStandAtTheBeginning() throws {
        let text = "--B\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\nx\r\n--B--"
        let parts = try parse(text)
        #expect(parts.map(\.name) == ["a\"b"])
        #expect(content(text, parts[0]) == "x")
    }

    @Test func aFormWithoutPartsIsEmpty() throws {
        #expect(try parse("--B--\r\n").isEmpty)
    }

    @Test(arguments: [
        ("", "multipart.unterminated"), ("--B", "multipart.unterminated"), ("--B\r\n", "multipart.unterminated"),
        ("--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx", "multipart.unterminated"),
        ("--B\r\n\r\nx\r\n--B--", "multipart.no_name"),
        ("--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--", "multipart.no_name"),
        ("--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--", "multipart.bad_header"),
        ("--B\r\nno colon\r\n\r\nx\r\n--B--", "multipart.bad_header"),
        ("--B\r\n\r\n--B--", "multipart.bad_header"),
        ("--B\r\nContent-Disposition: form-data; name=a\r\n--B--", "multipart.bad_header"),
    ])
    func whatIsMalformedIsRefused(_ text: String, _ code: String) {
        let error = #expect(throws: MultipartError.self) { try parse(text) }
        #expect(error?.code == code)
    }

    @Test func thereAreBounds() {
        let part = "--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n"
        #expect(throws: MultipartError.tooManyParts) { try parse(String(repeating: part, count: 257) + "--B--") }
        let long = "--B\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\nx\r\n--B--"
        #expect(throws: MultipartError.headersTooLong) { try parse(long) }
        for boundary in ["", String(repeating: "a", count: 71), "a\r\n", "a "] {
            #expect(throws: MultipartError.noBoundary) { try parse("--B--", boundary: boundary) }
        }
    }

    @Test func mutatedFormsNeverCrashAndStayWithinTheirBytes() throws {
        var random = SplitMix(state: 42)
        let original = Array(Self.form.utf8)
        var accepted = 0
        for _ in 0..<FuzzRounds.count(5000) {
            var bytes = original
            for _ in 0...random.below(4) {
                switch random.below(4) {
                case 0: bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: random.below(bytes.count))
                case 2: bytes.insert(Array("\r\n-B\";=".utf8)[random.below(7)], at: random.below(bytes.count))
                default: bytes.removeLast(random.below(min(bytes.count - 1, 60)))
                }
            }
            let parts = bytes.withUnsafeBytes { try? MultipartParser.parse($0, boundary: [0x42]) }
            for part in parts ?? [] {
                #expect(part.content.upperBound <= bytes.count)
                accepted += 1
            }
        }
        #expect(accepted > 100)
    }
}

/// Steele, Lea and Flood's generator: the same numbers at every run.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
}
