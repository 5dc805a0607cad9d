/// The times at which a PDF says it was made, ISO 32000-1 section 14.3.3. They are made equal in every file, so that
/// the same page gives the same bytes; no offset of the file changes.
enum PDFTimes {
    /// Chromium writes its dictionary of information first.
    private static let searched = 4096
    private static let names = ["/CreationDate (D:", "/ModDate (D:"].map { Array($0.utf8) }

    static func erase(in bytes: inout [UInt8]) {
        for name in names {
            guard let at = bytes.prefix(searched).firstRange(of: name)?.upperBound else { continue }
            // 1 January 2000: a date that is one.
            for (index, digit) in "20000101000000".utf8.enumerated() where at + index < bytes.count {
                guard (0x30...0x39) ~= bytes[at + index] else { break }
                bytes[at + index] = digit
            }
        }
    }
}
