import PixelPictures
import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct DrawingTests {
    private let red = Color(red: 1, green: 0, blue: 0)

    @Test("no line leads from a text to the circle that is drawn after it")
    func strayLines() async throws {
        try await Studio.withLane { lane in
            let text = lane.measure(Studio.runs("가"), style: ParagraphStyle(), width: nil)
            let circles = Path([
                .arc(center: Point(x: 150, y: 20), radius: 8, from: 0, to: 6), .close,
                .arc(center: Point(x: 180, y: 80), radius: 8, from: 0, to: 6), .close,
            ])
            let page = Studio.page(
                200, 100,
                [
                    .text(text, at: Point(x: 5, y: 5), width: 50), .stroke(circles, Stroke(width: 2, color: red)),
                    .text(text, at: Point(x: 5, y: 70), width: 50),
                    .stroke(
                        Path([.arc(center: Point(x: 150, y: 80), radius: 8, from: 0, to: 3)]),
                        Stroke(width: 2, color: red)),
                ])
            let pixels = try Studio.pixels(page, lane)
            #expect(pixels.count(x: 30..<140, y: 0..<100) { $0 != Studio.white } == 0)
            #expect(pixels.count(x: 140..<200, y: 32..<68) { $0 != Studio.white } == 0)
            #expect(pixels.count(x: 140..<200, y: 0..<100) { $0 != Studio.white } > 80)
        }
    }

    @Test("edges of boxes, rules and borders lie on whole pixels")
    func grid() async throws {
        try await Studio.withLane { lane in
            let page = Studio.page(
                100, 60,
                [
                    .fill(.rectangle(Rect(x: 10.3, y: 10.4, width: 20.3, height: 9.9)), .solid(red)),
                    .stroke(.line(from: Point(x: 10, y: 30), to: Point(x: 90, y: 30)), Stroke(width: 1, color: red)),
                    .stroke(.rectangle(Rect(x: 50.2, y: 40.3, width: 30, height: 10)), Stroke(width: 1, color: red)),
                    .fill(.rectangle(Rect(x: 10, y: 50, width: 30, height: 0.2)), .solid(red)),
                ])
            for scale in [1, 1.5, 2] {
                let colors = Set(try Studio.pixels(page, scale: scale, lane).distinct)
                #expect(colors == [Studio.white, PixelPicture.Pixel(255, 0, 0)])
            }
        }
    }

    @Test("a clip bounds what is drawn in it, and ends with its group, also when that was forgotten")
    func clip() async throws {
        try await Studio.withLane { lane in
            let all = SceneItem.fill(.rectangle(Rect(x: 0, y: 0, width: 100, height: 100)), .solid(red))
            let clip = SceneItem.beginClip(.rectangle(Rect(x: 20, y: 20, width: 10, height: 10)))
            let first = Studio.page(100, 100, [.endGroup, clip, .beginPart(.paragraph), all, .endGroup, .endGroup])
            let open = Studio.page(100, 100, [clip, .beginPart(.table), all])
            for page in [first, open] {
                let pixels = try #require(PixelPicture(try lane.png([page, Studio.page(100, 10, [all])], scale: 1)))
                #expect(pixels.count(x: 0..<100, y: 0..<100) { $0 != Studio.white } == 100)
                #expect(pixels.count(x: 0..<100, y: 100..<110) { $0 == Studio.white } == 0)
            }
        }
    }

    @Test("a shadow grows evenly, is strongest at the box, and is not drawn under it")
    func shadow() async throws {
        try await Studio.withLane { lane in
            let box = Rect(x: 30, y: 30, width: 60, height: 40)
            let shadow = Shadow(offset: .zero, blur: 20, color: Color(red: 0, green: 0, blue: 0, alpha: 0.5))
            let pixels = try Studio.pixels(Studio.page(120, 100, [.shadow(box, radius: 8, shadow)]), scale: 2, lane)
            let edge = (36..<60).map { Int(pixels[$0, 100].red) }
            #expect(zip(edge, edge.dropFirst()).allSatisfy { $0 >= $1 })
            #expect(edge.first == 255 && (150...220).contains(edge.last ?? 0))
            #expect(pixels[120, 100] == Studio.white)
        }
    }

    @Test("layers of a shadow together are as dark as it is asked to be")
    func shadowLayers() {
        let shadow = Shadow(offset: Point(x: 1, y: 2), blur: 10, color: Color(red: 0, green: 0, blue: 0, alpha: 0.4))
        let layers = ShadowLayers.of(Rect(x: 0, y: 0, width: 50, height: 50), radius: 5, shadow, scale: 2)
        let together = 1 - layers.reduce(1.0) { $0 * (1 - $1.alpha) }
        #expect(together <= 0.4 && together > 0.38)
        #expect(zip(layers, layers.dropFirst()).allSatisfy { $0.rect.contains($1.rect) })
        #expect(
            ShadowLayers.of(.zero, radius: 0, Shadow(offset: .zero, blur: .nan, color: .black), scale: 1).count <= 12)
    }

    @Test("gradients go from the first colour to the last")
    func gradient() async throws {
        try await Studio.withLane { lane in
            let stops = [GradientStop(offset: 0, color: .black), GradientStop(offset: 1, color: .white)]
            let paint = Paint.linear(from: .zero, to: Point(x: 100, y: 0), stops: stops)
            let page = Studio.page(100, 10, [.fill(.rectangle(Rect(x: 0, y: 0, width: 100, height: 10)), paint)])
            let pixels = try Studio.pixels(page, lane)
            #expect(pixels[0, 5].red < 5 && pixels[99, 5].red > 250 && (120...135).contains(pixels[50, 5].red))
        }
    }

    @Test("pages stand one below the other, each with its own ground and width")
    func pages() async throws {
        try await Studio.withLane { lane in
            var red = Studio.page(10.4, 10, [])
            red.background = self.red
            let clear = ScenePage(size: Size(width: 20, height: 5), background: .clear)
            let pixels = try #require(PixelPicture(try lane.png([red, clear, red], scale: 2)))
            #expect(pixels.width == 40 && pixels.height == 50)
            #expect(pixels.count(x: 0..<21, y: 0..<20) { $0 == PixelPicture.Pixel(255, 0, 0) } == 420)
            #expect(pixels.count(x: 21..<40, y: 0..<20) { $0 == Studio.white } == 380)
            #expect(pixels.count(x: 0..<40, y: 20..<30) { $0 == Studio.white } == 400)
        }
    }

    @Test("senseless paths and strokes draw nothing and break nothing")
    func senseless() async throws {
        try await Studio.withLane { lane in
            let odd: [Double] = [.nan, .infinity, -1, 1e300]
            for value in odd {
                let items: [SceneItem] = [
                    .fill(Path(), .solid(red)), .stroke(Path(), Stroke(width: value, color: red)),
                    .stroke(.line(from: .zero, to: Point(x: 9, y: 9)), Stroke(width: 1, color: red, dash: [value, 0])),
                    .fill(.circle(center: Point(x: value, y: 1), radius: value), .solid(red)),
                    .fill(
                        Path([.arc(center: .zero, radius: 5, from: -value, to: value)]),
                        .solid(Color(red: value, green: 0, blue: 0, alpha: value))),
                    .fill(
                        .rounded(Rect(x: 0, y: 0, width: value, height: 5), radius: value),
                        .linear(from: .zero, to: .zero, stops: [])),
                    .shadow(
                        Rect(x: 0, y: 0, width: value, height: value), radius: value,
                        Shadow(offset: .zero, blur: value, color: red)),
                    .picture(
                        try PictureReader.read(Samples.svg, alternative: ""),
                        in: Rect(x: 0, y: 0, width: value, height: value)),
                    .beginClip(Path([.line(Point(x: value, y: value))])), .endGroup,
                ]
                for item in items {
                    do { _ = try lane.png([Studio.page(20, 20, [item])], scale: 1) } catch let error as DrawingError {
                        #expect(error.code.hasPrefix("drawing.") || error.code.hasPrefix("picture."))
                    }
                }
            }
            #expect(try Studio.pixels(Studio.page(20, 20, []), lane).distinct == [Studio.white])
        }
    }

    @Test("the picture of everything is as it was")
    func golden() async throws {
        let drawn = try await Studio.withLane { try $0.png([Studio.everything($0)], scale: 2) }
        #expect(GoldenPicture.objection("everything", drawn) == nil)
    }
}

extension PixelPicture {
    /// All colours that occur.
    var distinct: [Pixel] {
        Array(Set((0..<height).flatMap { y in (0..<width).map { self[$0, y] } }))
    }
}
