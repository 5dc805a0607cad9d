import Fuzzing
import PixelPictures
import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct PictureTests {
    private func code(_ bytes: [UInt8]) -> String? {
        do {
            _ = try PictureReader.read(bytes, alternative: "")
            return nil
        } catch { return error.code }
    }

    @Test("a picture is told by its bytes, with its size and hash")
    func read() throws {
        let png = try PictureReader.read(Samples.png(width: 6, height: 4), alternative: "로고")
        #expect(png.format == .png && png.size == Size(width: 6, height: 4) && png.alternative == "로고")
        #expect(png.contentHash == ContentHash.sha256(png.bytes))
        #expect(
            try PictureReader.read(Samples.jpeg(width: 32, height: 16), alternative: "").size
                == Size(width: 32, height: 16))
        #expect(try PictureReader.read(Samples.svg, alternative: "").size == Size(width: 40, height: 40))
    }

    @Test("a bomb is refused by its header, before memory is taken")
    func bombs() {
        #expect(code(Samples.pngHeader(width: 100_000, height: 100_000)) == "picture.too_large")
        #expect(code(Samples.pngHeader(width: .max, height: .max)) == "picture.corrupt")
        #expect(code(Samples.pngHeader(width: 0, height: 5)) == "picture.corrupt")
        var jpeg = Samples.jpeg(width: 16, height: 16)
        if let frame = jpeg.firstRange(of: [0xFF, 0xC0]) {
            jpeg.replaceSubrange((frame.lowerBound + 5)..<(frame.lowerBound + 9), with: [0xFF, 0xDC, 0xFF, 0xDC])
        }
        #expect(code(jpeg) == "picture.too_large")
    }

    @Test("what is no picture is said to be none")
    func unknown() {
        #expect(code([]) == "picture.unknown_format")
        #expect(code(Array("GIF89a".utf8)) == "picture.unknown_format")
        #expect(code(Array("<html></html>".utf8)) == "picture.unknown_format")
        #expect(code([0x89, 0x50, 0x4E, 0x47]) == "picture.truncated")
        #expect(code([0xFF, 0xD8, 0xFF]) == "picture.corrupt")
        #expect(code(Array("<svg".utf8)) == "picture.corrupt")
    }

    @Test("an SVG with a picture inside, or with what could hide one, is refused")
    func svg() {
        let open = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">"
        let refused = [
            "\(open)<image href=\"data:image/png;base64,AAAA\"/></svg>",
            "\(open)<svg:image/></svg>", "\(open)<filter><feImage/></filter></svg>",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]>\(open)</svg>",
            "<?xml version=\"1.0\" encoding=\"UTF-7\"?>\(open)</svg>",
        ]
        for text in refused { #expect(code(Array(text.utf8)) == "picture.unsupported") }
        #expect(code(Array("\(open)</svg>".utf8) + [UInt8](repeating: 0x20, count: 2 << 20)) == "picture.unsupported")
        #expect(code(Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(open)</svg>".utf8)) == nil)
    }

    @Test("an SVG reads no file")
    func noFiles() async throws {
        let text = """
            <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">
            <style>@import url("file:///etc/passwd");</style>
            <use href="file:///etc/passwd#a"/><rect width="9" height="9" fill="url(file:///etc/passwd#b) red"/></svg>
            """
        let picture = try PictureReader.read(Array(text.utf8), alternative: "")
        try await Studio.withLane { lane in
            let place = Rect(x: 0, y: 0, width: 9, height: 9)
            let pixels = try Studio.pixels(Studio.page(9, 9, [.picture(picture, in: place)]), lane)
            #expect(pixels.width == 9)
        }
    }

    @Test("each format is drawn in its place, with its colours, also much smaller than it is")
    func drawn() async throws {
        try await Studio.withLane { lane in
            let files = [
                Samples.png(width: 8, height: 8), Samples.png(width: 800, height: 800),
                Samples.jpeg(width: 640, height: 640),
            ]
            for file in files {
                let picture = try PictureReader.read(file, alternative: "")
                let place = Rect(x: 10, y: 10, width: 20, height: 20)
                let pixels = try Studio.pixels(Studio.page(40, 40, [.picture(picture, in: place)]), scale: 2, lane)
                #expect(pixels[25, 40].red > 240 && pixels[25, 40].blue < 15)
                #expect(pixels[55, 40].blue > 240 && pixels[55, 40].red < 15)
                #expect(pixels.bounds { $0 != Studio.white }.map { [$0.x, $0.y] } == [20...59, 20...59])
            }
            let circle = try PictureReader.read(Samples.svg, alternative: "")
            let page = Studio.page(100, 100, [.picture(circle, in: Rect(x: 0, y: 0, width: 100, height: 100))])
            let pixels = try Studio.pixels(page, lane)
            #expect(pixels[50, 50] == PixelPicture.Pixel(0, 170, 0) && pixels[2, 2] == Studio.white)
        }
    }

    @Test("a picture that is found broken when it is drawn says so")
    func broken() async throws {
        let png = Samples.png(width: 200, height: 200)
        for bytes in [Array(png.prefix(png.count / 2)), Array(Samples.jpeg(width: 200, height: 200).prefix(700))] {
            let picture = try PictureReader.read(bytes, alternative: "")
            let page = Studio.page(20, 20, [.picture(picture, in: Rect(x: 0, y: 0, width: 9, height: 9))])
            await #expect(throws: DrawingError.self) { try await Studio.withLane { try $0.check(picture) } }
            let error = await #expect(throws: DrawingError.self) {
                try await Studio.withLane { try $0.png([page], scale: 1) }
            }
            #expect(["picture.truncated", "picture.corrupt"].contains(error?.code))
        }
    }

    @Test("decoded pictures are kept within their bytes, the last used ones longest")
    func cache() async throws {
        let fonts = try FontSet(FontSettings())
        let typesetter = try Typesetter(fonts)
        let pictures = try (10...14).map { try PictureReader.read(Samples.png(width: $0, height: 10), alternative: "") }
        let cache = PictureCache(byteBudget: 1_000)
        let first = try cache.decoded(pictures[0], width: 10, height: 10, typesetter)
        #expect(try cache.decoded(pictures[0], width: 10, height: 10, typesetter) === first)
        _ = try cache.decoded(pictures[1], width: 10, height: 10, typesetter)
        #expect(try cache.decoded(pictures[0], width: 10, height: 10, typesetter) === first)
        _ = try cache.decoded(pictures[2], width: 10, height: 10, typesetter)
        #expect(cache.byteCount <= 1_000)
        #expect(try cache.decoded(pictures[0], width: 10, height: 10, typesetter) === first)
        #expect(PictureCache.halvings(of: Size(width: 100, height: 100), to: Size(width: 25, height: 25)) == 2)
        #expect(PictureCache.halvings(of: Size(width: 100, height: 100), to: Size(width: 26, height: 1)) == 1)
        #expect(PictureCache.halvings(of: Size(width: 4, height: 4), to: .zero) == 2)
    }

    @Test("mutated pictures are drawn or refused")
    func mutated() async throws {
        var random = SeededRandom(11)
        let files = [Samples.png(width: 20, height: 20), Samples.jpeg(width: 20, height: 20), Samples.svg]
        let room = try DrawingRoom(lanes: 1, pictureBytes: 0)
        for round in 0..<FuzzRounds.count(300) {
            let bytes = files[round % files.count].mutated(&random)
            do {
                let picture = try PictureReader.read(bytes, alternative: "")
                let page = Studio.page(20, 20, [.picture(picture, in: Rect(x: 0, y: 0, width: 20, height: 20))])
                _ = try await room.withLane(pixels: 400) { try $0.png([page], scale: 1) }
            } catch let error as DrawingError {
                #expect(error.code.hasPrefix("picture.") || error.code == "drawing.no_memory")
            }
        }
    }
}
