import CDrawing

/// Names bytes by what they are.
public enum ContentHash {
    /// SHA-256, as 64 hexadecimal digits.
    public static func sha256(_ bytes: [UInt8]) -> String {
        var text = [CChar](repeating: 0, count: 65)
        bytes.withUnsafeBufferPointer { drawing_sha256($0.baseAddress, $0.count, &text) }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
