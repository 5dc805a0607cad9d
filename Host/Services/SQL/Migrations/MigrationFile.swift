import Crypto
import FoundationEssentials

/// A file `0001-name.sql`: a step of a database, applied once and never changed again.
struct MigrationFile: Equatable {
    /// Most bytes of a file.
    private static let limit = 16 << 20
    private static let ending = ".sql"
    private static let withoutTransaction = "-- no transaction"

    /// From 1, without gaps.
    let number: Int
    /// The file's name.
    let name: String
    let path: String
    let text: String
    /// SHA-256 of the file, in hexadecimal.
    let digest: String

    /// Whether it is one transaction. A file whose first line is `-- no transaction` is none: it holds one statement
    /// that cannot be in one, `CREATE INDEX CONCURRENTLY`, say.
    var isTransaction: Bool {
        let line = text.prefix { !$0.isNewline }
        return line.trimmingPrefix { $0.isWhitespace }.lowercased().trimmed != Self.withoutTransaction
    }

    init(number: Int, name: String, path: String, bytes: [UInt8]) throws(MigrationFailure) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw .files("\(path) is no text in UTF-8: save it as such")
        }
        self.number = number
        self.name = name
        self.path = path
        self.text = text
        digest = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// All files of a folder, in their order. Files that do not end in `.sql` are not looked at. Blocks.
    static func all(in folder: String) throws(MigrationFailure) -> [MigrationFile] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw .files("the folder of migrations \(folder) cannot be read: make it, or correct migrations:")
        }
        var files: [MigrationFile] = []
        for name in names.sorted() where name.hasSuffix(ending) && !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            guard let number = number(of: name) else {
                throw .files("\(path) has no number: name it like 0001-what-it-does.sql, or take it away")
            }
            guard let data = FileManager.default.contents(atPath: path), data.count <= limit else {
                throw .files("\(path) cannot be read, or has more than \(limit >> 20) MiB")
            }
            files.append(try MigrationFile(number: number, name: name, path: path, bytes: Array(data)))
        }
        try check(&files, folder)
        return files
    }

    /// `0012-name.sql` is 12.
    static func number(of name: String) -> Int? {
        let digits = name.prefix { $0.isASCII && $0.isWholeNumber }
        let rest = name.dropFirst(digits.count)
        guard (1...9).contains(digits.count), rest.hasPrefix("-"), rest.count > ending.count + 1,
            let number = Int(digits), number > 0
        else { return nil }
        return number
    }

    private static func check(_ files: inout [MigrationFile], _ folder: String) throws(MigrationFailure) {
        files.sort { $0.number < $1.number }
        for (index, file) in files.enumerated() where file.number != index + 1 {
            if index > 0, files[index - 1].number == file.number {
                throw .files(
                    "\(files[index - 1].path) and \(file.path) have the same number: give the later one the next")
            }
            throw .files("number \(index + 1) is missing before \(file.path): numbers begin at 1 and have no gaps")
        }
    }
}

extension String {
    /// Without blanks at the end.
    fileprivate var trimmed: String {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
