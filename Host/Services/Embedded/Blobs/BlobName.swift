/// The name of a blob's file: 128 random bits, never made from a key, and never used again.
///
/// Content is never changed under its name: whoever has read the name from the index reads that content, and a backup
/// copies files while others are written.
struct BlobName: Hashable, Sendable {
    /// 32 lower-case hexadecimal digits.
    let text: String

    init() {
        let digits = Array("0123456789abcdef".utf8)
        var random = SystemRandomNumberGenerator()
        text = String(decoding: (0..<32).map { _ in digits[Int.random(in: 0..<16, using: &random)] }, as: UTF8.self)
    }

    /// Reads a name; nil for anything but 32 digits, so that no path can be made of it.
    init?(_ text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.text = text
    }

    /// The folder that it lies in: its first two digits.
    var shard: String { String(text.prefix(2)) }

    /// Of the folder with this number.
    static func shard(_ number: UInt8) -> String {
        (number < 16 ? "0" : "") + String(number, radix: 16)
    }
}
