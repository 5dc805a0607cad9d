import PixelPictures
import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct PictureDifferenceTests {
    @Test("a dashed line with a label that is new on a page is no small difference; the same page again is")
    func label() async throws {
        try await Studio.withLane { lane in
            func page(hasLabel: Bool) throws -> PixelPicture {
                let label = lane.measure(Studio.runs("평균 64.3", size: 11), style: ParagraphStyle(), width: nil)
                let more: [SceneItem] = [
                    .stroke(
                        .line(from: Point(x: 400, y: 300), to: Point(x: 400, y: 400)),
                        Stroke(width: 1, color: .black, dash: [3, 3])),
                    .text(label, at: Point(x: 404, y: 300), width: 100),
                ]
                return try Studio.pixels(Studio.page(794, 1123, hasLabel ? more : []), lane)
            }
            let (with, without) = try (page(hasLabel: true), page(hasLabel: false))
            let new = try #require(PictureDifference(with, without))
            // The whole page's measures do not see it.
            #expect(new.different <= PictureDifference.mostDifferent && new.mean <= PictureDifference.largestMean)
            #expect(!new.isSmall)
            #expect(try #require(PictureDifference(with, page(hasLabel: true))).isSmall)
            #expect(PictureDifference(with, try Studio.pixels(Studio.page(10, 10, []), lane)) == nil)
        }
    }
}
