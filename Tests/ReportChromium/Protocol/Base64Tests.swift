import Foundation
import Fuzzing
import Testing

@testable import ReportChromium

@Suite("Base 64") struct Base64Tests {
    @Test("bytes of every length come back")
    func roundTrip() {
        var random = SeededRandom(3)
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64.decode(Array(Data(bytes).base64EncodedString().utf8)[...]) == bytes)
        }
    }

    @Test(
        "what is no base 64 is refused",
        arguments: ["A", "AA", "AAA", "A===", "====", "AA=A", "=AAA", "AA==AAAA", "AA-_", "AAAA\n", "가가A=", "A A="])
    func invalid(_ text: String) {
        #expect(Base64.decode(Array(text.utf8)[...]) == nil)
    }
}
