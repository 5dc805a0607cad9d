import GRDB
import GRDBSQLite
import HostPostgreSQL

/// The row that a statement of SQLite stands at, read by the lengths of its values: a text may have a NUL in it. Valid
/// until the statement's next step.
struct SQLiteRow {
    private let statement: SQLiteStatement
    private let columns: Range<Int32>
    /// About how many bytes it has; nothing is copied to know it.
    let size: Int

    init(_ statement: SQLiteStatement) {
        self.statement = statement
        columns = 0..<sqlite3_column_count(statement)
        size = columns.reduce(8 * columns.count) { size, column in
            let type = sqlite3_column_type(statement, column)
            guard type == SQLITE_TEXT || type == SQLITE_BLOB else { return size }
            return size + Int(sqlite3_column_bytes(statement, column))
        }
    }

    var values: [PostgreSQLValue] { columns.map(value) }

    private func value(_ column: Int32) -> PostgreSQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: .int(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: .double(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            .text(String(decoding: bytes(sqlite3_column_text(statement, column), column), as: UTF8.self))
        case SQLITE_BLOB: .bytes(Array(bytes(sqlite3_column_blob(statement, column), column)))
        default: .null
        }
    }

    /// - Parameter start: of the value, borrowed; asked for before the length, which is of that form.
    private func bytes(_ start: UnsafeRawPointer?, _ column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, column)))
    }

    private func bytes(_ start: UnsafePointer<UInt8>?, _ column: Int32) -> UnsafeRawBufferPointer {
        bytes(start.map { UnsafeRawPointer($0) }, column)
    }
}
