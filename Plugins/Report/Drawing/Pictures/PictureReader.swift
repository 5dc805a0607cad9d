import CDrawing
import ReportScene

/// Tells pictures by their bytes, and how large they are, before anything takes memory for them.
public enum PictureReader {
    /// A picture with more pixels is refused.
    public static let maximumPixels = 16_000_000
    public static let maximumSVGBytes = 1 << 20

    /// - Parameter alternative: what the picture says in words.
    /// - Throws: `picture.unknown_format`, `picture.corrupt`, `picture.truncated`, `picture.unsupported`,
    ///   `picture.too_large`. Only the header of a PNG or JPEG is read: the rest may still be found broken when it
    ///   is drawn; `DrawingLane.check` finds it now.
    public static func read(_ bytes: [UInt8], alternative: String) throws(DrawingError) -> Picture {
        let format = try format(of: bytes)
        let size = try size(of: bytes, format)
        return Picture(
            format: format, bytes: bytes, contentHash: ContentHash.sha256(bytes), size: size, alternative: alternative)
    }

    private static func format(of bytes: [UInt8]) throws(DrawingError) -> Picture.Format {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return .png }
        let opening = bytes.prefix(4_096)
        if opening.contains(UInt8(ascii: "<")), String(decoding: opening, as: UTF8.self).contains("<svg") {
            return .svg
        }
        throw DrawingError(
            code: "picture.unknown_format",
            message: "The picture is neither PNG nor JPEG nor SVG, whatever its name says: save it as one of them.")
    }

    private static func size(of bytes: [UInt8], _ format: Picture.Format) throws(DrawingError) -> Size {
        guard format != .svg else {
            let svg = try SVG(bytes)
            return svg.size
        }
        var (width, height): (UInt32, UInt32) = (0, 0)
        let status = bytes.withUnsafeBufferPointer {
            format == .png
                ? drawing_png_size($0.baseAddress, $0.count, &width, &height)
                : drawing_jpeg_size($0.baseAddress, $0.count, &width, &height)
        }
        guard status == DRAWING_OK else { throw error(status, format, detail: "") }
        guard UInt64(width) * UInt64(height) <= UInt64(maximumPixels) else {
            throw error(DRAWING_TOO_LARGE, format, detail: "\(width) x \(height)")
        }
        return Size(width: Double(width), height: Double(height))
    }

    /// All pixels of a PNG or JPEG.
    static func decode(_ picture: Picture) throws(DrawingError) -> drawing_picture {
        var decoded = drawing_picture()
        var message = [CChar](repeating: 0, count: Int(DRAWING_MESSAGE_SIZE))
        let status = picture.bytes.withUnsafeBufferPointer {
            picture.format == .png
                ? drawing_png_decode($0.baseAddress, $0.count, UInt64(maximumPixels), &decoded, &message)
                : drawing_jpeg_decode($0.baseAddress, $0.count, UInt64(maximumPixels), &decoded, &message)
        }
        guard status == DRAWING_OK else { throw error(status, picture.format, detail: text(message)) }
        return decoded
    }

    static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func error(_ status: drawing_status, _ format: Picture.Format, detail: String) -> DrawingError {
        let name =
            switch format {
            case .png: "PNG"
            case .jpeg: "JPEG"
            case .svg: "SVG"
            }
        let reason = detail.isEmpty ? "" : " (\(detail))"
        return switch status {
        case DRAWING_TRUNCATED:
            DrawingError(
                code: "picture.truncated",
                message: "The \(name) ends before the picture does\(reason): store the whole file.")
        case DRAWING_UNSUPPORTED:
            DrawingError(
                code: "picture.unsupported",
                message: "This kind of \(name) is not drawn\(reason): save it as RGB, or another way.")
        case DRAWING_TOO_LARGE:
            DrawingError(
                code: "picture.too_large",
                message: "The \(name) is too large\(reason): a picture has at most \(maximumPixels) pixels.")
        case DRAWING_NO_MEMORY:
            DrawingError(code: "drawing.no_memory", message: "No memory is left for a \(name): try again later.")
        default:
            DrawingError(
                code: "picture.corrupt", message: "The \(name) cannot be decoded\(reason): store the original file.")
        }
    }
}
