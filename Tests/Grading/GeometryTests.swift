import Fuzzing
import Testing

@testable import Grading

@Suite struct GeometryTests {
    private let bent = Homography(rows: [3.1, 0.2, 40, -0.15, 2.9, 60, 0.0002, -0.0001, 1])

    @Test func projectiveFitFindsTheMapFromItsOwnPoints() throws {
        let truth = try #require(bent)
        let pairs = [Point(10, 10), Point(200, 12), Point(205, 290), Point(8, 280), Point(100, 150)].map {
            Correspondence(template: $0, image: truth($0))
        }
        let fit = try #require(Homography.projective(fitting: pairs))
        let probe = Point(57, 231)
        #expect((fit(probe) - truth(probe)).length < 1e-6)
    }

    @Test func fitsAverageNoiseInsteadOfFollowingIt() throws {
        let truth = try #require(bent)
        var random = SeededRandom(1)
        let pairs = (0..<60).map { index in
            let p = Point(Double(index % 6) * 35 + 10, Double(index / 6) * 29 + 10)
            let q = truth(p)
            return Correspondence(
                template: p,
                image: Point(q.x + .random(in: -1...1, using: &random), q.y + .random(in: -1...1, using: &random)))
        }
        let fit = try #require(Homography.projective(fitting: pairs))
        let worst = pairs.map { (fit($0.template) - truth($0.template)).length }.max() ?? 9
        #expect(worst < 0.8)
    }

    @Test func pointsOnALineDetermineNothing() {
        let pairs = (0..<6).map { Correspondence(template: Point(Double($0), 2 * Double($0)), image: Point(0, 0)) }
        #expect(Homography.affine(fitting: pairs) == nil)
        #expect(Homography.projective(fitting: pairs) == nil)
        #expect(Homography.similarity(Point(1, 1), Point(1, 1), to: Point(0, 0), Point(5, 5)) == nil)
    }

    @Test func aSimilarityTurnsAndScales() throws {
        let quarter = try #require(
            Homography.similarity(Point(0, 0), Point(10, 0), to: Point(100, 100), Point(100, 120)))
        #expect((quarter(Point(0, 5)) - Point(90, 100)).length < 1e-9)
        #expect(abs(quarter.scale(at: Point(3, 3)) - 2) < 1e-9)
    }

    @Test func aCornerMarksCentreOfGravityIsThatOfItsTwoArms() {
        let moments = Anchor.Shape.cornerMoments(arm: 72, thickness: 36)
        #expect(abs(moments.offset - 30) < 1e-9)
        // A square is the corner whose arm is as long as it is thick.
        let square = Anchor.Shape.cornerMoments(arm: 10, thickness: 10)
        #expect(abs(square.offset - 5) < 1e-9)
        #expect(abs(square.spread.long - Spread(xx: 100 / 12.0, yy: 100 / 12.0, xy: 0).long) < 1e-9)
    }

    @Test func theBuiltInSheetStandsWhereItsMarksWereMeasured() throws {
        let sheet = SheetTemplate.korean45
        #expect(sheet.anchors.count == 53)
        #expect(sheet.fields.count == 53)
        #expect(sheet.fields(inBlock: "phone").count == 8)
        let q41 = try #require(sheet.fields.first { $0.id == "q41" })
        #expect(q41.choices.map(\.value) == ["1", "2", "3", "4", "5"])
        // 1979, 646 in the frame of 2480 x 3508 over 297 x 210 mm.
        #expect(abs(q41.choices[0].centre.x - 237.0) < 0.05)
        #expect(abs(q41.choices[0].centre.y - 38.67) < 0.05)
        // Every bubble lies under a top mark and beside a side mark.
        for choice in sheet.fields.flatMap(\.choices) {
            #expect(sheet.anchors.contains { abs($0.centre.x - choice.centre.x) < 0.01 && $0.id.hasPrefix("top") })
            #expect(sheet.anchors.contains { abs($0.centre.y - choice.centre.y) < 0.01 && !$0.id.hasPrefix("top") })
        }
    }
}
