import ReportDrawing
import ReportScene

/// A picture, or a font for the browser, of `assets/`.
public struct TemplateAsset: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case png, jpeg, svg, woff2

        init?(fileName: String) {
            switch fileName.split(separator: ".").last?.lowercased() {
            case "png": self = .png
            case "jpg", "jpeg": self = .jpeg
            case "svg": self = .svg
            case "woff2": self = .woff2
            default: return nil
            }
        }

        var mediaType: String {
            switch self {
            case .png: "image/png"
            case .jpeg: "image/jpeg"
            case .svg: "image/svg+xml"
            case .woff2: "font/woff2"
            }
        }
    }

    /// As markup names it: `logo.svg`.
    public let name: String
    public let kind: Kind
    public let bytes: [UInt8]
    /// Nil for a font.
    let picture: Picture?

    /// - Throws: a file of another kind than its name says, or one that is not drawn.
    init(name: String, bytes: [UInt8], file: String) throws(TemplateProblem) {
        guard let kind = Kind(fileName: name) else {
            throw TemplateProblem(
                code: "asset.kind", message: "an asset is a .png, .jpg, .svg or, for the browser, .woff2 file",
                file: file)
        }
        do throws(DrawingError) {
            picture = kind == .woff2 ? nil : try PictureReader.read(bytes, alternative: "")
        } catch {
            throw TemplateProblem(code: "asset.\(error.code)", message: error.message, file: file)
        }
        let isAsNamed = picture.map { kind.rawValue == "\($0.format)" } ?? bytes.starts(with: Array("wOF2".utf8))
        guard isAsNamed else {
            throw TemplateProblem(
                code: "asset.content", message: "is no \(kind.rawValue) file, whatever its name says", file: file)
        }
        self.name = name
        self.kind = kind
        self.bytes = bytes
    }

    /// The asset inside a page: the browser reaches no file and no server.
    var dataAddress: String { "data:\(kind.mediaType);base64,\(Base64.encode(bytes))" }
}
