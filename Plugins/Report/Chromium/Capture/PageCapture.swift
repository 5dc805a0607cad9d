/// A page of HTML that is to become a picture or a document.
public struct PageCapture: Sendable, Hashable {
    public let html: String
    public let viewport: Viewport
    /// Device pixels in a CSS pixel; a PDF has none, and ignores it.
    public let scale: Double
    public let format: CaptureFormat
    /// A picture with more device pixels is refused before it is made, for who reads it again; nil: as the settings say.
    public let maximumPixels: Int?

    public init(
        html: String, viewport: Viewport, scale: Double = 2, format: CaptureFormat = .jpeg(quality: 85),
        maximumPixels: Int? = nil
    ) {
        self.html = html
        self.viewport = viewport
        self.scale = scale
        self.format = format
        self.maximumPixels = maximumPixels
    }
}

/// The page's size in CSS pixels.
public struct Viewport: Sendable, Hashable {
    public let width: Int
    /// The least height, and what `100vh` means.
    public let height: Int
    /// Whether the page gets as tall as its content; otherwise what lies below `height` is cut off.
    public let grows: Bool

    public init(width: Int, height: Int, grows: Bool = true) {
        self.width = width
        self.height = height
        self.grows = grows
    }
}

public enum CaptureFormat: Sendable, Hashable {
    /// Quality 1...100; colours are stored at half resolution.
    case jpeg(quality: Int)
    case png
    /// One page as large as the viewport, unless the HTML's own `@page` says otherwise.
    case pdf
}

/// What became of it.
public struct CapturedPage: Sendable, Hashable {
    public let bytes: [UInt8]
    /// In device pixels; of a PDF in CSS pixels.
    public let width: Int
    public let height: Int

    public init(bytes: [UInt8], width: Int, height: Int) {
        self.bytes = bytes
        self.width = width
        self.height = height
    }
}

// Whoever writes one of these into a log or a test's output must not write a student's report with it.

extension PageCapture: CustomStringConvertible {
    public var description: String { "a page of \(html.utf8.count) bytes of HTML" }
}

extension CapturedPage: CustomStringConvertible {
    public var description: String { "\(width) x \(height) pixels in \(bytes.count) bytes" }
}
