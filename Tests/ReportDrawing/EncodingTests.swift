import PixelPictures
import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct EncodingTests {
    @Test("256 colours are hard to tell from all of them, and flat areas are exactly the same")
    func palette() async throws {
        try await Studio.withLane { lane in
            let page = try Studio.everything(lane)
            let full = try #require(PixelPicture(try lane.png([page], scale: 2)))
            let file = try lane.png([page], scale: 2, colors: .palette256)
            let few = try #require(PixelPicture(file))
            #expect(few.distinct.count <= 256)
            #expect(file.count < (try lane.png([page], scale: 2)).count)
            let difference = try #require(PictureDifference(full, few))
            #expect(difference.isSmall && difference.mean < 0.5)
            #expect(few[1, 1] == Studio.white)
        }
    }

    @Test("a picture of few colours keeps every one of them")
    func fewColors() async throws {
        try await Studio.withLane { lane in
            let items = (0..<200).map { index in
                SceneItem.fill(
                    .rectangle(Rect(x: Double(index), y: 0, width: 1, height: 4)),
                    .solid(Color(red: Double(index) / 255, green: Double(255 - index) / 255, blue: 0.5)))
            }
            let page = Studio.page(200, 4, items)
            let full = try #require(PixelPicture(try lane.png([page], scale: 1)))
            #expect(try PixelPicture(lane.png([page], scale: 1, colors: .palette256)) == full)
        }
    }

    @Test("a picture of more colours than are counted is still drawn well")
    func manyColors() async throws {
        try await Studio.withLane { lane in
            let items = (0..<512).map { y in
                SceneItem.fill(
                    .rectangle(Rect(x: 0, y: Double(y), width: 512, height: 1)),
                    .linear(
                        from: .zero, to: Point(x: 512, y: 0),
                        stops: [
                            GradientStop(offset: 0, color: Color(red: Double(y) / 511, green: 0, blue: 0)),
                            GradientStop(
                                offset: 1, color: Color(red: Double(y) / 511, green: 1, blue: 1 - Double(y) / 511)),
                        ]))
            }
            let page = Studio.page(512, 512, items)
            let full = try #require(PixelPicture(try lane.png([page], scale: 1)))
            let few = try #require(PixelPicture(try lane.png([page], scale: 1, colors: .palette256)))
            #expect(full.distinct.count > 70_000)
            let difference = try #require(PictureDifference(full, few))
            #expect(difference.mean < 8)
        }
    }

    @Test("a JPEG is close to the page, smaller at lower quality, and sharper with full colour")
    func jpeg() async throws {
        try await Studio.withLane { lane in
            let page = try Studio.everything(lane)
            let exact = try #require(PixelPicture(try lane.png([page], scale: 2)))
            let sizes = try [50, 85, 100].map { try lane.jpeg([page], scale: 2, quality: $0).count }
            #expect(sizes == sizes.sorted())
            let half = try #require(PixelPicture(try lane.jpeg([page], scale: 2)))
            let full = try #require(PixelPicture(try lane.jpeg([page], scale: 2, fullColor: true)))
            let differences = [half, full].compactMap { PictureDifference(exact, $0)?.mean }
            #expect(differences.count == 2 && differences[1] < differences[0] && differences[0] < 2)
            for quality in [Int.min, 0, 101, .max] {
                #expect(try !lane.jpeg([page], scale: 1, quality: quality).isEmpty)
            }
        }
    }

    @Test("a large picture after small ones, and small ones after it, are the same as alone")
    func reuse() async throws {
        let small = Studio.page(20, 20, [.fill(.circle(center: Point(x: 10, y: 10), radius: 8), .solid(.black))])
        let alone = try await Studio.withLane { try $0.jpeg([small], scale: 1) }
        try await Studio.withLane { lane in
            let before = try lane.jpeg([small], scale: 1)
            let large = try lane.jpeg([Studio.page(3_000, 3_000, [])], scale: 1)
            let after = try lane.jpeg([small], scale: 1)
            #expect(before == alone && large.count > 1_000 && after == alone)
        }
    }

    @Test("the content hash is SHA-256")
    func hash() {
        #expect(ContentHash.sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            ContentHash.sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
