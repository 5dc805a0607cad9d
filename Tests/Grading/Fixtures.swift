import FoundationEssentials

@testable import Grading

/// The committed scans with what is marked on them.
struct ScanFixture: Decodable, CustomStringConvertible {
    var file: String
    var template: String
    var fields: [String: [String]]
    var ambiguous: [String]
    var texts: [String: String]

    var description: String { file }

    static let all: [ScanFixture] = {
        guard let bytes = FileManager.default.contents(atPath: FixtureFolder.path + "/truth.json") else { return [] }
        return (try? JSONDecoder().decode([ScanFixture].self, from: bytes)) ?? []
    }()

    func loadTemplate() throws -> SheetTemplate {
        try SheetTemplate(json: FixtureFolder.bytes("templates/\(template).json"))
    }

    func loadImage() throws -> LumaImage {
        try ImageCodec(pixelBudget: 100_000_000).decode(FixtureFolder.bytes("scans/\(file)"))
    }
}

enum FixtureFolder {
    /// Beside this test's own folder in the sources.
    static let path =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        .joined(separator: "/") + "/Fixtures/omr"

    static func bytes(_ name: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path + "/" + name) else {
            throw MissingFile(name: path + "/" + name)
        }
        return Array(data)
    }

    struct MissingFile: Error { let name: String }
}

/// Pictures made in place.
enum Picture {
    static func luma(width: Int, height: Int, _ value: (Int, Int) -> UInt8) throws -> LumaImage {
        guard
            let image = LumaImage(
                width: width, height: height,
                fill: { pixels in
                    for y in 0..<height { for x in 0..<width { pixels[y * width + x] = value(x, y) } }
                })
        else { throw ImageError(code: "image.no_memory", message: "no memory in a test") }
        return image
    }

    static func jpeg(_ image: LumaImage) throws -> [UInt8] {
        try image.withPixels { pixels throws(ImageError) in
            try ImageCodec.encodeJPEG(pixels, width: image.width, height: image.height, channels: 1, quality: 90)
        }
    }

    /// A PNG that holds nothing but a header.
    static func pngHeader(width: UInt32, height: UInt32) -> [UInt8] {
        var body = Array("IHDR".utf8)
        for value in [width, height] { body += (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        body += [8, 0, 0, 0, 0]
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in body {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        crc = ~crc
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + body
            + (0..<4).map { UInt8(truncatingIfNeeded: crc >> (24 - 8 * $0)) }
    }

    /// A JPEG whose frame header claims another size.
    static func claiming(width: Int, height: Int, _ jpeg: [UInt8]) -> [UInt8] {
        var bytes = jpeg
        var at = 2
        while at + 9 < bytes.count, bytes[at] == 0xFF {
            if bytes[at + 1] == 0xC0 {
                bytes[at + 5] = UInt8(height >> 8)
                bytes[at + 6] = UInt8(height & 255)
                bytes[at + 7] = UInt8(width >> 8)
                bytes[at + 8] = UInt8(width & 255)
                return bytes
            }
            at += 2 + (Int(bytes[at + 2]) << 8 | Int(bytes[at + 3]))
        }
        return bytes
    }
}
