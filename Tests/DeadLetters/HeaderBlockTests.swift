import Fuzzing
import HostDeadLetters
import Testing

@Suite struct HeaderBlockTests {
    private func decode(_ bytes: [UInt8]) -> [[String]] {
        bytes.withUnsafeBytes { HeaderBlock.decode($0) }.map { [$0.name, $0.value] }
    }

    @Test("headers come back in their order, empty and long ones too")
    func roundTrip() {
        let long = String(repeating: "가", count: 70_000)
        let headers = [("content-type", "text/plain"), ("x-empty", ""), ("x-long", long)]
        #expect(decode(HeaderBlock.encode(headers)) == headers.map { [$0.0, $0.1] })
        #expect(decode(HeaderBlock.encode([])).isEmpty)
    }

    @Test("of a block that is cut, the headers before the cut are read")
    func cut() {
        let bytes = HeaderBlock.encode([("a", "1"), ("b", "2")])
        for length in 0..<bytes.count {
            #expect(decode(Array(bytes.prefix(length))).count == length / 10)
        }
    }

    @Test("a length beyond the block ends it")
    func longLength() {
        #expect(decode([0xFF, 0xFF, 0xFF, 0xFF, 0x61]).isEmpty)
    }

    @Test("mutated blocks never crash, nor yield more than they have")
    func mutatedBlocks() {
        var random = SeededRandom(11)
        let seed = HeaderBlock.encode([("content-type", "application/json"), ("x-tenant-slug", "학원"), ("c", "")])
        for _ in 0..<FuzzRounds.count(5_000) {
            let bytes = seed.mutated(&random)
            let size = decode(bytes).reduce(0) { $0 + 8 + $1[0].utf8.count }
            // A name that is not UTF-8 is repaired: three bytes for each wrong one.
            #expect(size <= bytes.count * 3)
        }
    }
}
