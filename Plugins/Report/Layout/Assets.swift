import ReportScene

/// The pictures of a template.
public struct Assets: Sendable {
    /// By the name that `src` gives.
    public var pictures: [String: Picture]
    /// Makes a picture of what a `data:` address holds; nil when it cannot be read.
    public var decode: @Sendable (Picture.Format, [UInt8]) -> Picture?

    public init(
        pictures: [String: Picture] = [:],
        decode: @escaping @Sendable (Picture.Format, [UInt8]) -> Picture? = { _, _ in nil }
    ) {
        self.pictures = pictures
        self.decode = decode
    }
}
