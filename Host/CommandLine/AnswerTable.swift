import HostImages

/// JSON answers as one table: a row an answer, a column for each scalar by its path, `fields.q1`.
enum AnswerTable {
    /// The scalars of a document by path; lists of scalars are joined by spaces, lists of objects left out.
    static func cells(of value: JSONValue) -> [String: String] {
        var cells: [String: String] = [:]
        collect(value, path: "", into: &cells)
        return cells
    }

    /// RFC 4180, with a first column `file`. Columns are in natural order: q2 before q10.
    static func csv(_ rows: [(name: String, cells: [String: String])]) -> String {
        let columns = Set(rows.flatMap(\.cells.keys)).sorted(by: naturally)
        let lines = [["file"] + columns] + rows.map { row in [row.name] + columns.map { row.cells[$0] ?? "" } }
        return lines.map { $0.map(escaped).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func collect(_ value: JSONValue, path: String, into cells: inout [String: String]) {
        switch value {
        case .object(let members):
            for (name, member) in members {
                collect(member, path: path.isEmpty ? name : path + "." + name, into: &cells)
            }
        case .array(let elements):
            let texts = elements.compactMap(scalar)
            if texts.count == elements.count { cells[path] = texts.joined(separator: " ") }
        default: cells[path] = scalar(value)
        }
    }

    private static func scalar(_ value: JSONValue) -> String? {
        switch value {
        case .null: ""
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let value): value
        case .array, .object: nil
        }
    }

    /// Runs of digits compare as numbers.
    private static func naturally(_ left: String, _ right: String) -> Bool {
        var (a, b) = (Substring(left), Substring(right))
        while let first = a.first, let second = b.first {
            if first.isNumber, second.isNumber {
                let (x, y) = (a.prefix(while: \.isNumber), b.prefix(while: \.isNumber))
                let (p, q) = (Int(x) ?? 0, Int(y) ?? 0)
                if p != q { return p < q }
                a = a.dropFirst(x.count)
                b = b.dropFirst(y.count)
            } else {
                if first != second { return first < second }
                a = a.dropFirst()
                b = b.dropFirst()
            }
        }
        return a.count < b.count
    }

    private static func escaped(_ cell: String) -> String {
        // A cell that starts like a formula would be run by a spreadsheet: what came from outside stays text.
        let safe = cell.first.map { "=+-@\t".contains($0) && Double(cell) == nil } ?? false ? "'" + cell : cell
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
