import PixelPictures
import ReportDrawing
import ReportScene
import Testing

/// What tests draw with.
enum Studio {
    static let white = PixelPicture.Pixel(255, 255, 255)
    static let font = Font(size: 16)

    static func isDark(_ pixel: PixelPicture.Pixel) -> Bool {
        Int(pixel.red) + Int(pixel.green) + Int(pixel.blue) < 384
    }

    static func runs(_ text: String, size: Double = 16, weight: Int = 400, color: Color = .black) -> [TextRun] {
        [TextRun(text, font: Font(size: size, weight: weight), color: color)]
    }

    /// Runs `body` with a lane of a room of its own.
    static func withLane<R>(_ body: (DrawingLane) throws -> R) async throws -> R {
        try await DrawingRoom(lanes: 1).withLane(pixels: 0, body)
    }

    static func page(_ width: Double, _ height: Double, _ items: [SceneItem]) -> ScenePage {
        ScenePage(size: Size(width: width, height: height), items: items)
    }

    /// The pixels of a page.
    static func pixels(_ page: ScenePage, scale: Double = 1, _ lane: DrawingLane) throws -> PixelPicture {
        try #require(PixelPicture(try lane.png([page], scale: scale)))
    }

    /// A page with everything that a scene can hold.
    static func everything(_ lane: DrawingLane) throws -> ScenePage {
        let box = Rect(x: 20, y: 20, width: 260, height: 90)
        let blue = Color(red: 0.15, green: 0.39, blue: 0.92)
        let ground = Paint.linear(
            from: Point(x: 20, y: 0), to: Point(x: 280, y: 0),
            stops: [
                GradientStop(offset: 0, color: Color(red: 0.88, green: 0.91, blue: 1)), .init(offset: 1, color: .white),
            ])
        let text = lane.measure(
            runs("김하늘 학생의 점수 75점") + [
                TextRun(" H", font: font, color: blue),
                TextRun("2", font: font, color: blue, position: .subscripted),
                TextRun("O ⑤ 😀", font: font, color: .black, isUnderlined: true),
            ],
            style: ParagraphStyle(), width: 240)
        let logo = try PictureReader.read(Samples.png(width: 8, height: 8), alternative: "")
        let vector = try PictureReader.read(Samples.svg, alternative: "")
        return page(
            300, 260,
            [
                .shadow(
                    box, radius: 10,
                    Shadow(offset: Point(x: 0, y: 3), blur: 12, color: Color(red: 0, green: 0, blue: 0, alpha: 0.3))),
                .fill(.rounded(box, radius: 10), ground),
                .stroke(.rounded(box, radius: 10), Stroke(width: 1, color: blue)),
                .beginPart(.heading(level: 1)), .text(text, at: Point(x: 30, y: 30), width: 240), .endGroup,
                .beginPart(.figure(alternative: "점수 75, 평균 64.3")),
                .fill(
                    Path([
                        .arc(center: Point(x: 60, y: 180), radius: 30, from: 0, to: 4),
                        .arc(center: Point(x: 60, y: 180), radius: 15, from: 4, to: 0), .close,
                    ]), .solid(blue)),
                .stroke(
                    .lines([Point(x: 110, y: 200), Point(x: 140, y: 160), Point(x: 170, y: 190)]),
                    Stroke(width: 2, color: .black, dash: [4, 2], cap: .round)),
                .endGroup,
                .beginClip(.circle(center: Point(x: 220, y: 180), radius: 25)),
                .picture(logo, in: Rect(x: 190, y: 150, width: 60, height: 60)), .endGroup,
                .picture(vector, in: Rect(x: 255, y: 150, width: 40, height: 40)),
            ])
    }
}
