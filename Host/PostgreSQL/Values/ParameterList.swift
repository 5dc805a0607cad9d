/// Parameters as libpq takes them: texts end at a NUL, bytes have a length.
struct ParameterList {
    private var storage: [UInt8] = []
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// - Parameter values: texts without NUL.
    init(_ values: [PostgreSQLValue]) {
        for value in values { add(value) }
    }

    private mutating func add(_ value: PostgreSQLValue) {
        switch value {
        case .null: add(nil, length: 0, format: 0)
        case .bool(let flag): add(text: flag ? "true" : "false")
        case .int(let number): add(text: String(number))
        // The shortest text that reads back as the same number.
        case .double(let number): add(text: "\(number)")
        case .text(let text): add(text: text)
        case .bytes(let bytes): add(bytes, length: bytes.count, format: 1)
        }
    }

    private mutating func add(text: String) { add(Array(text.utf8), length: 0, format: 0) }

    private mutating func add(_ bytes: [UInt8]?, length: Int, format: Int32) {
        starts.append(bytes.map { _ in storage.count })
        // One more byte than needed for bytes: an empty value needs an address too, for none is NULL.
        if let bytes { storage += bytes + [0] }
        lengths.append(Int32(clamping: length))
        formats.append(format)
    }

    /// Lends the arrays for one call.
    func withPointers<Result>(
        _ body: (
            _ count: Int32, _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        storage.withUnsafeBytes { storage in
            let base = storage.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = starts.map { start in start.flatMap { start in base.map { $0 + start } } }
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(Int32(starts.count), values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
