/// Looks up objects in a PDF that cairo wrote: plain objects and one table of their places, at the end. Reads nothing
/// else, and answers nil where a file is of another shape.
struct PDFObjects {
    let bytes: [UInt8]
    /// Where the table begins; a revision names it.
    let tableStart: Int
    /// Places of the objects by number; 0 is none.
    private let places: [Int]
    let trailer: ArraySlice<UInt8>

    init?(_ bytes: [UInt8]) {
        let end = bytes.suffix(64)
        guard let word = end.firstRange(of: Array("startxref".utf8)) else { return nil }
        var scan = PDFScanner(bytes[word.upperBound...])
        guard let start = scan.integer(), start > 0, start < bytes.count else { return nil }
        var table = PDFScanner(bytes[start...])
        guard table.take("xref"), table.integer() == 0, let count = table.integer(), count > 0,
            count <= bytes.count / 20
        else { return nil }
        var places = [Int](repeating: 0, count: count)
        for number in 0..<count {
            guard let place = table.integer(), table.integer() != nil else { return nil }
            if table.take("n") { places[number] = place } else if !table.take("f") { return nil }
        }
        guard table.take("trailer") else { return nil }
        (self.bytes, self.places, trailer, tableStart) = (bytes, places, table.rest, start)
    }

    var count: Int { places.count }

    /// The outer dictionary of an object, with its brackets.
    func dictionary(_ number: Int) -> ArraySlice<UInt8>? {
        guard places.indices.contains(number), places[number] > 0, places[number] < bytes.count else { return nil }
        var scan = PDFScanner(bytes[places[number]...])
        guard scan.integer() == number, scan.integer() == 0, scan.take("obj") else { return nil }
        return scan.value().flatMap { $0.starts(with: Array("<<".utf8)) ? $0 : nil }
    }

    /// The value of a key of a dictionary.
    static func value(_ key: String, in dictionary: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var scan = PDFScanner(dictionary)
        guard scan.take("<<") else { return nil }
        while let name = scan.value(), name.first == UInt8(ascii: "/") {
            guard let value = scan.value() else { return nil }
            if name.dropFirst().elementsEqual(key.utf8) { return value }
        }
        return nil
    }

    /// Numbers of the objects that a value refers to: itself a reference, or an array of some.
    static func references(in value: ArraySlice<UInt8>) -> [Int] {
        var found: [Int] = []
        var scan = PDFScanner(value)
        _ = scan.take("[")
        while let each = scan.value() {
            var inner = PDFScanner(each)
            if let number = inner.integer(), inner.integer() != nil, inner.take("R") { found.append(number) }
        }
        return found
    }
}
