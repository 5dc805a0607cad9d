public import Foundation
public import GRDB

/// Bytes to and from columns.
public enum Column {
    /// Bytes as a value of a column.
    public static func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }

    /// Calls `body` with the bytes of a column, which are valid until it returns; none for NULL.
    public static func withBytes<Result>(
        _ row: Row, _ name: String, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        guard let data: Data = row[name] else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        return try data.withUnsafeBytes { try body($0) }
    }
}
