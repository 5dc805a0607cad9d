import CPostgreSQL

/// The columns of one answer, and how their values are read. Numbers of types are those of the server's `pg_type`.
struct ResultColumns {
    private struct Column {
        let type: Oid
        let isBinary: Bool
    }

    let names: [String]
    private let columns: [Column]

    /// - Parameter result: borrowed until return.
    init(_ result: OpaquePointer) {
        let indices = 0..<PQnfields(result)
        names = indices.map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
        columns = indices.map { Column(type: PQftype(result, $0), isBinary: PQfformat(result, $0) == 1) }
    }

    /// About how many bytes a row has.
    func size(_ index: Int32, of result: OpaquePointer) -> Int {
        columns.indices.reduce(8 * columns.count) { $0 + Int(PQgetlength(result, index, Int32($1))) }
    }

    /// One row.
    func row(_ index: Int32, of result: OpaquePointer) -> [PostgreSQLValue] {
        columns.indices.map { number -> PostgreSQLValue in
            let field = Int32(number)
            guard PQgetisnull(result, index, field) == 0, let start = PQgetvalue(result, index, field) else {
                return .null
            }
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, index, field)))
            return columns[number].isBinary
                ? Self.binary(bytes, columns[number].type) : Self.text(bytes, columns[number].type)
        }
    }

    static func text(_ bytes: UnsafeRawBufferPointer, _ type: Oid) -> PostgreSQLValue {
        let text = String(decoding: bytes, as: UTF8.self)
        switch type {
        case 16: return .bool(text == "t")
        case 20, 21, 23, 26: return Int64(text).map { .int($0) } ?? .text(text)
        // Infinity and NaN stay text: "nan" is no spelling of the server's.
        case 700, 701: return Double(text).flatMap { $0.isFinite ? .double($0) : nil } ?? .text(text)
        case 17: return hexadecimal(bytes).map { .bytes($0) } ?? .text(text)
        default: return .text(text)
        }
    }

    static func binary(_ bytes: UnsafeRawBufferPointer, _ type: Oid) -> PostgreSQLValue {
        let number = bytes.reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64($1) }
        switch (type, bytes.count) {
        case (16, 1): return .bool(number != 0)
        case (20, 8): return .int(Int64(bitPattern: number))
        case (21, 2): return .int(Int64(Int16(truncatingIfNeeded: number)))
        case (23, 4): return .int(Int64(Int32(truncatingIfNeeded: number)))
        case (25, _), (1043, _): return .text(String(decoding: bytes, as: UTF8.self))
        default: return .bytes(Array(bytes))
        }
    }

    /// `\x` and two digits a byte.
    private static func hexadecimal(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count >= 2, text.count % 2 == 0, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x") else {
            return nil
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2 - 1)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
