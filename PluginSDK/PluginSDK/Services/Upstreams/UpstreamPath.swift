/// The path of a request, whose interpolated values are inert: each is percent-encoded and can be no more than (a part
/// of) one segment, whatever is in it.
///
///     let path: UpstreamPath = "/internal/exams/\(examID)"       // "a/b?c" becomes a%2Fb%3Fc
///
/// A path begins with a slash, has no empty segment but the last and none that is `.` or `..`; the query goes beside
/// it. One that breaks this is refused when it is sent; the host refuses too what a server could decode to it.
public struct UpstreamPath: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// As it goes over the wire.
    public let text: String

    public init(stringLiteral text: String) { self.text = Self.encoded(literal: text) }

    public init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Fills the `{name}` of a template that an operator may set: `/internal/exams/{examId}`.
    ///
    /// - Returns: nil when a name has no value, or a brace no partner.
    public init?(template: String, filling values: [String: String]) {
        var text = ""
        var rest = template[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}"),
                let value = values[String(rest[rest.index(after: open)..<close])]
            else { return nil }
            text += Self.encoded(literal: rest[..<open]) + Self.encoded(value: value)
            rest = rest[rest.index(after: close)...]
        }
        self.text = text + Self.encoded(literal: rest)
    }

    /// What is wrong with the path, as a sentence; nil when nothing is.
    var problem: String? {
        guard text.utf8.first == UInt8(ascii: "/") else { return "a path has to begin with a slash" }
        let segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if segments.dropLast().contains("") { return "a segment of the path is empty" }
        if segments.contains(where: { $0 == "." || $0 == ".." }) { return "a segment of the path is . or .." }
        if text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            return "a path has neither query nor fragment"
        }
        return nil
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { text += UpstreamPath.encoded(literal: literal) }

        public mutating func appendInterpolation(_ value: some LosslessStringConvertible) {
            text += UpstreamPath.encoded(value: value.description)
        }
    }

    /// RFC 3986: what is no character of a path is encoded. `%` stays, so that a literal may be encoded already; so do
    /// `?` and `#`, which are refused and not quietly made part of a segment.
    fileprivate static func encoded(literal: some StringProtocol) -> String {
        percentEncoded(literal, keeping: "/:@!$&'()*+,;=%?#")
    }

    fileprivate static func encoded(value: String) -> String { percentEncoded(value, keeping: "") }

    private static func percentEncoded(_ text: some StringProtocol, keeping kept: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            case _ where kept.utf8.contains(byte): bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
