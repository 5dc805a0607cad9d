import CImaging
import Fuzzing
import SheetPress
import Testing

@testable import Grading

@Suite struct ReadingTests {
    @Test func thereAreFixtures() { #expect(ScanFixture.all.count == 12) }

    @Test(arguments: ScanFixture.all) func committedScansAreReadRight(fixture: ScanFixture) throws {
        let template = try fixture.loadTemplate()
        let reading = try SheetReader(template: template).read(fixture.loadImage())
        for (id, truth) in fixture.fields where !fixture.ambiguous.contains(id) {
            let field = try #require(reading.field(id), "\(id)")
            #expect(field.values == truth.sorted(), "\(id): \(field)")
            #expect(field.flag != .doubtful, "\(id): \(field)")
        }
        for (name, truth) in fixture.texts {
            let joined = try #require(template.joined.first { $0.name == name })
            #expect(reading.joined(joined.fieldIDs) == truth)
        }
    }

    @Test func aClassOfPressedSheetsIsReadWithoutAMistake() throws {
        let press = try SheetPress(template: .korean45)
        let reader = SheetReader(template: .korean45)
        var fields = 0
        for seed in 1...6 as ClosedRange<UInt64> {
            let sheet = try press.sheet(seed: seed)
            let reading = try reader.read(ImageCodec(pixelBudget: 100_000_000).decode(sheet.jpeg))
            for field in reading.fields {
                fields += 1
                #expect(field.values == sheet.truth[field.id], "seed \(seed): \(field)")
                #expect(field.flag != .doubtful, "seed \(seed): \(field)")
            }
        }
        #expect(fields == 6 * 53)
    }

    @Test func thePressIsDeterministic() throws {
        let press = try SheetPress(template: .korean45)
        #expect(try press.sheet(seed: 5).jpeg == press.sheet(seed: 5).jpeg)
        #expect(try press.sheet(seed: 5).truth != press.sheet(seed: 6).truth)
    }

    @Test(arguments: [1, 2, 3]) func aTurnedSheetIsReadTheSame(quarters: Int) throws {
        let sheet = try SheetPress(template: .korean45).sheet(seed: 12)
        let upright = try ImageCodec(pixelBudget: 100_000_000).decode(sheet.jpeg)
        let reading = try SheetReader(template: .korean45).read(upright.turned(quarters: quarters))
        #expect(reading.quarterTurns == quarters)
        for field in reading.fields { #expect(field.values == sheet.truth[field.id], "\(field)") }
    }

    private func refusal(_ image: LumaImage, template: SheetTemplate = .korean45) -> String? {
        do {
            _ = try SheetReader(template: template).read(image)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func whatIsNotThisSheetIsRefused() throws {
        var random = SeededRandom(3)
        #expect(refusal(try Picture.luma(width: 1, height: 1) { _, _ in 255 }) == "sheet.too_small")
        let blank = try Picture.luma(width: 1200, height: 900) { _, _ in 250 }
        let gradient = try Picture.luma(width: 1200, height: 900) { x, y in UInt8((x + y) * 255 / 2100) }
        let noise = try Picture.luma(width: 1200, height: 900) { _, _ in UInt8.random(in: 0...255, using: &random) }
        let black = try Picture.luma(width: 1200, height: 900) { _, _ in 0 }
        let sample6 = try SheetTemplate(json: FixtureFolder.bytes("templates/sample6.json"))
        for image in [blank, gradient, noise, black] {
            #expect(refusal(image) == "sheet.not_found")
            #expect(refusal(image, template: sample6) == "sheet.not_found")
        }
    }

    @Test func anotherSheetIsRefused() throws {
        let template = try SheetTemplate(json: FixtureFolder.bytes("templates/kr45sq.json"))
        for name in ["kr45tm-94.jpg", "kr30ring-98.jpg", "omrchecker_umar_scan-type-1.jpg"] {
            let fixture = try #require(ScanFixture.all.first { $0.file == name })
            #expect(refusal(try fixture.loadImage(), template: template) == "sheet.not_found", "\(fixture)")
        }
    }

    @Test func halfASheetIsRefused() throws {
        let sheet = try SheetPress(template: .korean45).sheet(seed: 2)
        let whole = try ImageCodec(pixelBudget: 100_000_000).decode(sheet.jpeg)
        let half = try Picture.luma(width: whole.width / 2, height: whole.height) { x, y in
            whole.withPixels { $0[y * whole.width + x] }
        }
        #expect(refusal(half) == "sheet.not_found")
    }
}

extension LumaImage {
    /// Turned clockwise by quarters.
    fileprivate func turned(quarters: Int) throws -> LumaImage {
        var turned = imaging_luma()
        // EXIF's numbers for these turns.
        let orientation: Int32 = [1, 6, 3, 8][quarters]
        let status = withPixels { imaging_orient($0, UInt32(width), UInt32(height), orientation, &turned) }
        #expect(status == IMAGING_OK)
        return try #require(LumaImage(adopting: turned))
    }
}
