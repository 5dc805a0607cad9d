/// A sheet as it was read from a picture.
package struct SheetReading: Sendable {
    package let template: SheetTemplate
    /// In the template's order.
    package let fields: [FieldReading]
    /// From template units to pixels of the upright picture.
    package let homography: Homography
    /// Clockwise quarters by which the page is turned in the picture.
    package let quarterTurns: Int
    package let marksFound: Int

    package func field(_ id: String) -> FieldReading? { fields.first { $0.id == id } }

    /// The text of fields side by side, "" for what is not read.
    package func joined(_ ids: [String]) -> String {
        let values = Dictionary(fields.map { ($0.id, $0.values) }) { first, _ in first }
        return ids.map { id in
            guard let read = values[id], read.count == 1 else { return "" }
            return read[0]
        }.joined()
    }
}

/// Reads one sheet from a picture.
package struct SheetReader: Sendable {
    package let template: SheetTemplate
    package let rules: MarkRules

    package init(template: SheetTemplate, rules: MarkRules = MarkRules()) {
        self.template = template
        self.rules = rules
    }

    /// Finds the sheet, measures every bubble and decides every field. Takes 10 to 40 ms for a scan.
    /// - Throws: `SheetError` when the picture does not show this sheet: it never guesses.
    package func read(_ image: LumaImage) throws(SheetError) -> SheetReading {
        guard let page = PageImage(image) else { throw .tooSmall(width: image.width, height: image.height) }
        let sheet = try SheetLocator(template: template).locate(in: page)
        let excess = InkExcess(sheet.ink, fields: template.fields)
        let classifier = MarkClassifier(excess, rules: rules)
        return SheetReading(
            template: template,
            fields: zip(template.fields, excess.values).map { classifier.reading(of: $0, excess: $1) },
            homography: sheet.homography, quarterTurns: sheet.quarterTurns, marksFound: sheet.marksFound)
    }
}
