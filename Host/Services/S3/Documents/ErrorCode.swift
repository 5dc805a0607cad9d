/// Why S3 refused, as its `Error` document says: `NoSuchKey`.
enum ErrorCode {
    /// The code; nil when the document has none, or one that is no plain word. The rest of the document is dropped: it
    /// may repeat what was asked.
    static func read(_ bytes: [UInt8]) -> String? {
        var scanner = XMLScanner(bytes[...])
        var path: [String] = []
        do throws(XMLScanner.Malformed) {
            while let piece = try scanner.next() {
                switch piece {
                case .open(let name): path.append(name)
                case .text(let text) where path == ["Error", "Code"]: return isCode(text) ? text : nil
                case .text: break
                case .close: path.removeLast()
                }
            }
        } catch {
            return nil
        }
        return nil
    }

    private static func isCode(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
