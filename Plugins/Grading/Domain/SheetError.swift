/// Why a picture could not be read as the sheet.
package struct SheetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// `sheet.too_small`, `sheet.not_found`, `sheet.outside` or `sheet.unknown`.
    package let code: String
    package let message: String

    package var description: String { message }

    static func tooSmall(width: Int, height: Int) -> SheetError {
        SheetError(
            code: "sheet.too_small",
            message: "The picture has \(width) x \(height) pixels; a sheet needs at least 64 x 64, well read from "
                + "150 dpi on.")
    }

    static func notFound(_ template: SheetTemplate, found: Int) -> SheetError {
        SheetError(
            code: "sheet.not_found",
            message: "The marks of sheet \"\(template.name)\" are not in the picture: \(found) dark spots were looked "
                + "at, but not enough of its \(template.anchors.count) marks are where they should be. Send a scan of "
                + "the whole sheet with all its corners.")
    }

    static func otherSheet(_ template: SheetTemplate, share: Double) -> SheetError {
        SheetError(
            code: "sheet.not_found",
            message: "The picture does not show sheet \"\(template.name)\": only \(Int((share * 100).rounded())) % of "
                + "its bubbles are where they should be. Send a scan of this sheet, or name the right one.")
    }

    static func outside(_ template: SheetTemplate, fields: Int) -> SheetError {
        SheetError(
            code: "sheet.outside",
            message: "\(fields) fields of sheet \"\(template.name)\" lie outside the picture. Scan the whole sheet.")
    }

    static func unknown(_ name: String, known: String) -> SheetError {
        SheetError(code: "sheet.unknown", message: "There is no sheet \"\(name)\" here; known are \(known).")
    }
}
