extension PostgreSQLValue {
    /// A one-dimensional array in the server's binary form (its `array_send`), for `$1::text[]` and its like.
    ///
    /// - Parameters:
    ///   - type: the elements' number in `pg_type`: 25 for `text`, 17 for `bytea`, 20 for `bigint`.
    ///   - elements: each in its own binary form; nil for NULL.
    static func array(type: UInt32, _ elements: [[UInt8]?]) -> PostgreSQLValue {
        var bytes: [UInt8] = []
        func append(_ number: UInt32) {
            for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
        }
        append(elements.isEmpty ? 0 : 1)
        append(elements.contains { $0 == nil } ? 1 : 0)
        append(type)
        guard !elements.isEmpty else { return .bytes(bytes) }
        append(UInt32(clamping: elements.count))
        append(1)
        for element in elements {
            append(element.map { UInt32(clamping: $0.count) } ?? UInt32.max)
            bytes += element ?? []
        }
        return .bytes(bytes)
    }

    /// A `text[]`.
    public static func texts(_ elements: [String?]) -> PostgreSQLValue {
        array(type: 25, elements.map { $0.map { Array($0.utf8) } })
    }

    /// A `bytea[]`.
    public static func byteStrings(_ elements: [[UInt8]?]) -> PostgreSQLValue { array(type: 17, elements) }

    /// A `bigint[]`.
    public static func integers(_ elements: [Int64?]) -> PostgreSQLValue {
        array(
            type: 20,
            elements.map {
                $0.map { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * Int64($0))) } }
            })
    }
}
