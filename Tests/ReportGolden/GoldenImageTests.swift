import PixelPictures
import Testing

@Suite("Golden images of the default report")
struct GoldenImageTests {
    /// Few, for they are large: one for each thing that only a picture shows.
    static let samples = ["ordinary", "second-page", "pass-fail", "ink-saving", "arabic-name"]

    @Test("it looks as it did", arguments: samples)
    func looks(sample: String) async throws {
        let report = try DefaultReport()
        let drawn = try await report.compose(sample) { report, lane in
            try lane.png(report.scene.pages, scale: 1, colors: .palette256)
        }
        let path = "images/\(sample).png"
        if GoldenFiles.isWriting { return try GoldenFiles.write(drawn, to: path) }
        let golden = try #require(GoldenFiles.bytes(path), "there is no golden image; PROCTOR_GOLDEN=write makes it")
        let (now, before) = try (#require(PixelPicture(drawn)), #require(PixelPicture(golden)))
        let difference = try #require(PictureDifference(now, before), "it has another size than it had")
        #expect(difference.isSmall, "\(sample): \(difference)")
    }

    @Test("the same report has the same bytes, drawn again and by another lane")
    func repeatable() async throws {
        let report = try DefaultReport()
        func draw(_ report: DefaultReport) async throws -> [UInt8] {
            try await report.compose("ordinary") { report, lane in
                try lane.jpeg(report.scene.pages, scale: 2, quality: 90)
            }
        }
        let first = try await draw(report)
        #expect(try await draw(report) == first)
        #expect(try await draw(DefaultReport()) == first)
    }
}
