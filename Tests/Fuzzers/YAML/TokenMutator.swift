/// libFuzzer's own mutation of bytes in place; gives the new length.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int) -> Int

/// What libFuzzer calls for the next input. Bytes changed anywhere mostly make a file that is no YAML, and all that lies
/// behind the parser is never seen; so every other time one word or line of the file is changed instead.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: UInt32) -> Int {
    var random = SeededRandom(UInt64(seed))
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard Bool.random(using: &random), let words = Words(bytes) else { return mutateBytes(data, size, limit) }
    let changed = words.mutated(&random)
    guard changed.count <= limit else { return mutateBytes(data, size, limit) }
    for (index, byte) in changed.enumerated() { data[index] = byte }
    return changed.count
}

/// A file as words and what stands between them.
private struct Words {
    private static let numbers = [
        "0", "1", "-1", "7", "65", "999", "1000000", "2147483648", "9223372036854775808", "0.5",
    ]

    private let bytes: [UInt8]
    private let words: [Range<Int>]

    /// Nil when there is none.
    init?(_ bytes: [UInt8]) {
        var words: [Range<Int>] = []
        var start: Int?
        for (index, byte) in (bytes + [0x20]).enumerated() {
            if Self.isInWord(byte) {
                start = start ?? index
            } else if let first = start {
                words.append(first..<index)
                start = nil
            }
        }
        guard !words.isEmpty else { return nil }
        self.bytes = bytes
        self.words = words
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-._/@*+".utf8.contains(byte)
    }

    func mutated(_ random: inout SeededRandom) -> [UInt8] {
        let word = words.randomElement(using: &random) ?? 0..<0
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return replacing(word, with: Array((Self.numbers.randomElement(using: &random) ?? "").utf8))
        case 1: return replacing(word, with: Array(bytes[words.randomElement(using: &random) ?? word]))
        case 2: return withNumberChanged(in: word, &random)
        case 3: return replacing(line(of: word), with: [])
        case 4: return replacing(line(of: word), with: Array(bytes[line(of: word)] + bytes[line(of: word)]))
        default: return withBytesChanged(in: word)
        }
    }

    private func replacing(_ range: Range<Int>, with replacement: [UInt8]) -> [UInt8] {
        Array(bytes[..<range.lowerBound]) + replacement + bytes[range.upperBound...]
    }

    /// From the first byte of the word's line to its end, the line break included.
    private func line(of word: Range<Int>) -> Range<Int> {
        let newline = UInt8(ascii: "\n")
        let start = bytes[..<word.lowerBound].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let end = bytes[word.upperBound...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
        return start..<end
    }

    /// The digits that the word begins with become others: `30s` becomes `871s`.
    private func withNumberChanged(in word: Range<Int>, _ random: inout SeededRandom) -> [UInt8] {
        let digits = bytes[word].prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return withBytesChanged(in: word) }
        let number = String(Int.random(in: 0..<2000, using: &random))
        return replacing(digits.startIndex..<digits.endIndex, with: Array(number.utf8))
    }

    private func withBytesChanged(in word: Range<Int>) -> [UInt8] {
        var copy = Array(bytes[word]) + [UInt8](repeating: 0, count: 64)
        let limit = copy.count
        let count = copy.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { mutateBytes($0, word.count, limit) } ?? 0
        }
        return replacing(word, with: Array(copy.prefix(count)))
    }
}
