import Testing

@testable import Grading

@Suite struct PrintingTests {
    @Test(arguments: [75, 150]) func aBlankPrintIsReadAsBlankByItsOwnTemplate(dpi: Int) throws {
        let png = try SheetPrinter(template: .korean45).png(dpi: dpi)
        let image = try ImageCodec(pixelBudget: 100_000_000).decode(png)
        #expect(image.width == Int((297 * Double(dpi) / 25.4).rounded()))
        let reading = try SheetReader(template: .korean45).read(image)
        #expect(reading.marksFound == 53)
        #expect(reading.fields.allSatisfy { $0.flag == .blank })
    }

    @Test(arguments: ["kr45sq", "kr45tm", "kr30ring"]) func templateFilesPrintWhatTheyRead(name: String) throws {
        let template = try SheetTemplate(json: FixtureFolder.bytes("templates/\(name).json"))
        let image = try ImageCodec(pixelBudget: 100_000_000).decode(SheetPrinter(template: template).png(dpi: 150))
        let reading = try SheetReader(template: template).read(image)
        #expect(reading.marksFound == template.anchors.count)
        #expect(reading.fields.allSatisfy { $0.flag == .blank })
    }

    @Test func aPDFHasThePapersSize() throws {
        let pdf = String(decoding: try SheetPrinter(template: .korean45).pdf(), as: UTF8.self)
        // A4 across in points.
        #expect(pdf.contains("/MediaBox [ 0 0 841.889764 595.275591 ]"))
    }

    @Test func whatHasNoPaperSizeIsNotPrinted() throws {
        let template = try SheetTemplate(json: FixtureFolder.bytes("templates/umar.json"))
        #expect(throws: PrintError.self) { try SheetPrinter(template: template).pdf() }
        #expect(throws: PrintError.self) { try SheetPrinter(template: .korean45).png(dpi: 10_000) }
    }
}
