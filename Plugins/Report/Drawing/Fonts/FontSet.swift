import CDrawing

/// The faces that reports may use; read once, shared by all lanes.
final class FontSet: @unchecked Sendable {  // fontconfig's own objects are read only once the last face was added
    let fonts: OpaquePointer
    /// Tried after the family that a run asks for.
    let fallbackFamilies: [String]

    /// - Throws: `fonts.missing`, `fonts.unreadable`, `fonts.too_large`.
    init(_ settings: FontSettings) throws(DrawingError) {
        var settings = settings
        settings.files = try FontFiles.named(by: settings)
        var opened: OpaquePointer?
        guard drawing_fonts_open(FontConfiguration.xml(settings), &opened) == DRAWING_OK, let opened else {
            throw DrawingError(
                code: "fonts.unreadable", message: "fontconfig cannot read the folders of the report's fonts.")
        }
        fonts = opened
        var families: [String] = []
        for face in settings.required where !families.contains(face.family) { families.append(face.family) }
        fallbackFamilies = families
        for face in settings.required where drawing_fonts_has(opened, face.family, Int32(face.weight)) == 0 {
            throw DrawingError(
                code: "fonts.missing",
                message: "The face \(face.family) of weight \(face.weight) is missing: install \(face.package), which "
                    + "has \(face.file).")
        }
        for file in settings.files where drawing_fonts_add(opened, file) != DRAWING_OK {
            throw DrawingError(
                code: "fonts.unreadable",
                message: "\(file) is no font that can be read: TrueType and OpenType files are.")
        }
    }

    deinit { drawing_fonts_close(fonts) }
}
