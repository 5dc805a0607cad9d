/// Adds to cairo's PDF what cairo 1.16 cannot write: the document's language, that a reader shows its title, and
/// what its figures say in words. An incremental update (ISO 32000-1, 7.5.6): changed objects and a
/// table of them follow the file as it is.
struct PDFRevision {
    var language: String
    /// Of all figures, in the order of the document.
    var alternatives: [String]

    /// Nil when the file is not of the shape that cairo writes.
    func applied(to file: [UInt8]) -> [UInt8]? {
        guard let objects = PDFObjects(file),
            let root = PDFObjects.value("Root", in: objects.trailer).flatMap({ PDFObjects.references(in: $0).first }),
            let catalog = objects.dictionary(root)
        else { return nil }
        var changes: [(number: Int, dictionary: [UInt8])] = []
        var entries = "/ViewerPreferences << /DisplayDocTitle true >> "
        let tag = language.utf8.filter { (0x30...0x39).contains($0) || $0 == 0x2D || (0x41...0x5A).contains($0 & 0xDF) }
        if !tag.isEmpty { entries += "/Lang (\(String(decoding: tag.prefix(64), as: UTF8.self))) " }
        changes.append((root, Self.adding(entries, to: catalog)))
        let figures = Self.figures(objects, catalog)
        // One more or less, and words would stand under the wrong picture.
        if figures.count == alternatives.count {
            for ((number, dictionary), words) in zip(figures, alternatives) where !words.isEmpty {
                changes.append((number, Self.adding("/Alt \(Self.text(words)) ", to: dictionary)))
            }
        }
        return Self.append(changes.sorted { $0.number < $1.number }, to: objects)
    }

    /// The figures of the structure tree, in its order.
    private static func figures(
        _ objects: PDFObjects, _ catalog: ArraySlice<UInt8>
    ) -> [(number: Int, dictionary: ArraySlice<UInt8>)] {
        var found: [(Int, ArraySlice<UInt8>)] = []
        var seen: Set<Int> = []
        // Last in, first out, so children are put on it backwards.
        var open = PDFObjects.value("StructTreeRoot", in: catalog).map { PDFObjects.references(in: $0) } ?? []
        while let number = open.popLast() {
            guard seen.insert(number).inserted, let element = objects.dictionary(number) else { continue }
            if let kind = PDFObjects.value("S", in: element), kind.elementsEqual("/Figure".utf8) {
                found.append((number, element))
            }
            if let children = PDFObjects.value("K", in: element) {
                open += PDFObjects.references(in: children).reversed()
            }
        }
        return found
    }

    private static func adding(_ entries: String, to dictionary: ArraySlice<UInt8>) -> [UInt8] {
        Array("<< \(entries)".utf8) + dictionary.dropFirst(2)
    }

    /// UTF-16 in hexadecimal: ISO 32000-1, 7.9.2.2.
    static func text(_ words: String) -> String {
        var hex = "<FEFF"
        for unit in words.utf16.prefix(4_000) {
            let digits = String(unit, radix: 16, uppercase: true)
            hex += String(repeating: "0", count: 4 - digits.count) + digits
        }
        return hex + ">"
    }

    private static func append(_ changes: [(number: Int, dictionary: [UInt8])], to objects: PDFObjects) -> [UInt8] {
        var file = objects.bytes
        var table = "xref\n"
        for change in changes {
            let place = String(file.count)
            table += "\(change.number) 1\n\(String(repeating: "0", count: max(0, 10 - place.count)))\(place) 00000 n \n"
            file += Array("\(change.number) 0 obj\n".utf8) + change.dictionary + Array("\nendobj\n".utf8)
        }
        let start = file.count
        var trailer = "trailer\n<< /Size \(objects.count) /Prev \(objects.tableStart)"
        for key in ["Root", "Info"] {
            guard let value = PDFObjects.value(key, in: objects.trailer) else { continue }
            trailer += " /\(key) \(String(decoding: value, as: UTF8.self))"
        }
        file += Array("\(table)\(trailer) >>\nstartxref\n\(start)\n%%EOF\n".utf8)
        return file
    }
}
