import Fuzzing
import Testing

@testable import Grading

@Suite struct ImageTests {
    private let codec = ImageCodec(pixelBudget: 100_000_000)

    private func code(_ bytes: [UInt8]) -> String? {
        do {
            _ = try codec.decode(bytes)
            return nil
        } catch {
            return error.code
        }
    }

    private func picture() throws -> [UInt8] {
        try Picture.jpeg(Picture.luma(width: 160, height: 96) { x, y in UInt8((x * 3 + y * 5) % 256) })
    }

    @Test func jpegsKeepTheirPixels() throws {
        let image = try codec.decode(Picture.jpeg(Picture.luma(width: 64, height: 48) { x, _ in x < 32 ? 20 : 230 }))
        #expect((image.width, image.height) == (64, 48))
        image.withPixels { pixels in
            #expect(abs(Int(pixels[8]) - 20) < 6)
            #expect(abs(Int(pixels[56]) - 230) < 6)
        }
    }

    @Test func whatIsNoPictureIsNamed() throws {
        let jpeg = try picture()
        #expect(code([]) == "image.empty")
        #expect(code(Array("%PDF-1.7\n".utf8)) == "image.unknown_format")
        #expect(code(Array("hello".utf8)) == "image.unknown_format")
        #expect(code(Array(jpeg.prefix(jpeg.count / 2))) == "image.truncated")
        #expect(code([0xFF, 0xD8, 0xFF, 0xD9]) == "image.corrupt")
    }

    @Test func aHugeHeaderIsRefusedBeforeMemoryIsTaken() throws {
        #expect(code(Picture.pngHeader(width: 50_000, height: 50_000)) == "image.too_large")
        #expect(code(Picture.claiming(width: 50_000, height: 50_000, try picture())) == "image.too_large")
        #expect(code(Picture.pngHeader(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF)) == "image.too_large")
        #expect(code(Picture.pngHeader(width: 100, height: 100)) == "image.truncated")
    }

    @Test func theCamerasTurnIsUndone() throws {
        // The left half is dark; orientation 6 says that the camera was turned: dark is then on top.
        let jpeg = try Picture.jpeg(Picture.luma(width: 64, height: 32) { x, _ in x < 32 ? 10 : 240 })
        let exif: [UInt8] = [
            0xFF, 0xE1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4D, 0x4D, 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
        ]
        let image = try codec.decode(Array(jpeg.prefix(2)) + exif + jpeg.dropFirst(2))
        #expect((image.width, image.height) == (32, 64))
        image.withPixels { pixels in
            #expect(pixels[5 * 32 + 16] < 40)
            #expect(pixels[60 * 32 + 16] > 200)
        }
    }

    @Test func mutatedPicturesNeverCrashTheDecoders() throws {
        var random = SeededRandom(9)
        let jpeg = try picture()
        let png = try SheetPrinter(template: .korean45).png(dpi: 50)
        let bounded = ImageCodec(pixelBudget: 2_000_000)
        var refused = 0
        for round in 0..<FuzzRounds.count(3000) {
            let bytes = (round.isMultiple(of: 8) ? png : jpeg).mutated(&random)
            do {
                _ = try bounded.decode(bytes)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 100)
    }
}
