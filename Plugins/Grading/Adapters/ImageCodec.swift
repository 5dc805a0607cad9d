import CImaging

/// JPEG and PNG in, luminance out; and back.
package struct ImageCodec: Sendable {
    /// Pictures with more pixels are refused before memory is taken for them.
    package let pixelBudget: Int

    package init(pixelBudget: Int) { self.pixelBudget = pixelBudget }

    /// Decodes to upright luminance: the EXIF orientation is applied.
    /// - Throws: `ImageError`.
    package func decode(_ bytes: [UInt8]) throws(ImageError) -> LumaImage {
        let result: Result<LumaImage, ImageError> = bytes.withUnsafeBytes { raw in
            do throws(ImageError) { return .success(try decode(raw)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private func decode(_ raw: UnsafeRawBufferPointer) throws(ImageError) -> LumaImage {
        guard !raw.isEmpty, let start = raw.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
            throw ImageError(code: "image.empty", message: "The image is empty: send a JPEG or PNG file.")
        }
        var luma = imaging_luma()
        var text = [CChar](repeating: 0, count: Int(IMAGING_MESSAGE_SIZE))
        let status: imaging_status
        let format: String
        var orientation: Int32 = 1
        switch Self.format(of: raw) {
        case .jpeg:
            format = "JPEG"
            status = imaging_jpeg_decode(start, raw.count, UInt64(max(pixelBudget, 0)), &luma, &text)
            orientation = EXIFOrientation.read(jpeg: raw)
        case .png:
            format = "PNG"
            status = imaging_png_decode(start, raw.count, UInt64(max(pixelBudget, 0)), &luma, &text)
        case .other(let name):
            throw ImageError(
                code: "image.unknown_format",
                message: "The image is \(name); JPEG or PNG is needed, whatever the file is called.")
        }
        guard status == IMAGING_OK, let image = LumaImage(adopting: luma) else {
            throw error(status, format: format, luma: luma, detail: Self.string(text))
        }
        return try upright(image, orientation: orientation)
    }

    private func upright(_ image: LumaImage, orientation: Int32) throws(ImageError) -> LumaImage {
        guard orientation > 1 else { return image }
        var turned = imaging_luma()
        let status = image.withPixels {
            imaging_orient($0, UInt32(image.width), UInt32(image.height), orientation, &turned)
        }
        guard status == IMAGING_OK, let upright = LumaImage(adopting: turned) else {
            throw error(IMAGING_NO_MEMORY, format: "JPEG", luma: turned, detail: "")
        }
        return upright
    }

    private func error(_ status: imaging_status, format: String, luma: imaging_luma, detail: String) -> ImageError {
        let reason = detail.isEmpty ? "" : " (\(detail))"
        switch status {
        case IMAGING_TRUNCATED:
            return ImageError(
                code: "image.truncated",
                message: "The \(format) ends before the picture does\(reason): send the whole file again.")
        case IMAGING_UNSUPPORTED:
            return ImageError(
                code: "image.unsupported",
                message: "This kind of \(format) is not read\(reason): save it as RGB or grey.")
        case IMAGING_TOO_LARGE:
            return ImageError(
                code: "image.too_large",
                message: "The \(format) has \(luma.width) x \(luma.height) pixels; at most \(pixelBudget) in all are "
                    + "read: scan at 300 dpi or less.")
        case IMAGING_NO_MEMORY:
            return ImageError(code: "image.no_memory", message: "No memory is left for the picture: try again later.")
        default:
            return ImageError(
                code: "image.corrupt", message: "The \(format) cannot be decoded\(reason): send the original file.")
        }
    }

    private enum Format { case jpeg, png, other(String) }

    private static func format(of raw: UnsafeRawBufferPointer) -> Format {
        if raw.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if raw.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if raw.starts(with: Array("%PDF-".utf8)) { return .other("a PDF document") }
        if raw.starts(with: Array("II*\0".utf8)) || raw.starts(with: Array("MM\0*".utf8)) {
            return .other("a TIFF file")
        }
        if raw.starts(with: Array("GIF8".utf8)) { return .other("a GIF file") }
        return .other("of no known format")
    }

    private static func string(_ text: [CChar]) -> String {
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Compresses rows of 1 (luminance) or 3 (RGB) bytes a pixel.
    /// - Throws: `ImageError` with `image.not_encodable`.
    package static func encodeJPEG(
        _ pixels: UnsafePointer<UInt8>, width: Int, height: Int, channels: Int, quality: Int
    ) throws(ImageError) -> [UInt8] {
        var bytes: UnsafeMutablePointer<UInt8>?
        var size = 0
        let status = imaging_jpeg_encode(
            pixels, UInt32(width), UInt32(height), UInt32(channels), Int32(quality), &bytes, &size)
        guard status == IMAGING_OK, let bytes else {
            throw ImageError(
                code: "image.not_encodable", message: "A picture of \(width) x \(height) cannot be written as JPEG.")
        }
        defer { imaging_release(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: size))
    }
}
