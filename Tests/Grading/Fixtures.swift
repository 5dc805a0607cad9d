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

/// A seeded generator for mutations: splitmix64.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension [UInt8] {
    /// A few bytes changed, cut, doubled or put in.
    func mutated(_ random: inout SeededRandom) -> [UInt8] {
        var bytes = self
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 2: bytes.removeSubrange(at..<Swift.min(bytes.count, at + Int.random(in: 1...16, using: &random)))
            case 3: bytes.insert(contentsOf: bytes[at..<Swift.min(bytes.count, at + 12)], at: at)
            case 4: bytes[at] = [0x00, 0xFF, 0x7F, 0x80, 0x2D, 0x39][Int.random(in: 0..<6, using: &random)]
            default: bytes.removeLast(Int.random(in: 0...Swift.min(bytes.count, 40), using: &random))
            }
        }
        return bytes
    }
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
