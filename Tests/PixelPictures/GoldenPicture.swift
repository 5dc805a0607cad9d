import Glibc

/// Compares pictures with committed ones. `PROCTOR_GOLDEN=write` writes them anew; look at each before it is committed.
package enum GoldenPicture {
    /// Nil when the picture is as the committed one; else a sentence that says what differs and where to look.
    /// - Parameters:
    ///   - name: of the file in the folder `Golden` beside the test's source.
    ///   - picture: a PNG.
    package static func objection(_ name: String, _ picture: [UInt8], source: String = #filePath) -> String? {
        let folder = String(source[..<(source.lastIndex(of: "/") ?? source.startIndex)]) + "/Golden"
        let path = "\(folder)/\(name).png"
        if getenv("PROCTOR_GOLDEN").map({ String(cString: $0) }) == "write" {
            mkdir(folder, 0o755)
            return write(picture, path) ? nil : "\(path) cannot be written."
        }
        guard let golden = read(path) else {
            return "\(path) is missing: run with PROCTOR_GOLDEN=write, look at it, and commit it."
        }
        guard let one = PixelPicture(golden), let other = PixelPicture(picture) else {
            return "\(name) or what was drawn is no picture."
        }
        guard let difference = PictureDifference(one, other) else {
            return "\(name) has \(one.width) x \(one.height) pixels, what was drawn \(other.width) x \(other.height)."
        }
        guard !difference.isSmall else { return nil }
        let drawn = "/tmp/\(name)-drawn.png"
        _ = write(picture, drawn)
        return "\(name): \(difference). What was drawn is in \(drawn)."
    }

    package static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part.prefix(count) }
        return bytes
    }

    package static func write(_ bytes: [UInt8], _ path: String) -> Bool {
        guard let file = fopen(path, "w") else { return false }
        let written = fwrite(bytes, 1, bytes.count, file)
        return fclose(file) == 0 && written == bytes.count
    }
}
