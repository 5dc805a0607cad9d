import CPluginABI

extension proctor_bytes {
    /// The bytes, for as long as the other side lends them.
    var buffer: UnsafeRawBufferPointer {
        guard let data, size > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: data, count: size)
    }

    /// The bytes as text; invalid UTF-8 is repaired.
    var text: String { String(decoding: buffer, as: UTF8.self) }

    init(_ buffer: UnsafeRawBufferPointer) {
        self.init(data: buffer.baseAddress, size: buffer.count)
    }
}

extension String {
    /// Lends this text to a C function until `body` returns.
    func withABIBytes<Result>(_ body: (proctor_bytes) -> Result) -> Result {
        var text = self
        return text.withUTF8 { body(proctor_bytes(UnsafeRawBufferPointer($0))) }
    }
}

/// The ABI's rule for structs that may grow: what the sender does not have reads as zero.
enum ABIStruct {
    static func copy<Value: BitwiseCopyable>(
        of pointer: UnsafePointer<Value>, size: UInt32, into zeroed: Value
    ) -> Value {
        var value = zeroed
        let count = min(Int(size), MemoryLayout<Value>.size)
        withUnsafeMutableBytes(of: &value) { $0.baseAddress?.copyMemory(from: pointer, byteCount: count) }
        return value
    }
}

/// Writing the error that the other side allocated.
enum ABIError {
    /// Bytes of the message, its terminator not counted.
    static let messageCapacity = 511

    static func make(for failure: Failure) -> proctor_error {
        var error = proctor_error()
        error.struct_size = UInt32(MemoryLayout<proctor_error>.size)
        error.http_status = Int32(clamping: failure.httpStatus ?? 0)
        error.retry_after_ns = failure.retryAfter.map(nanoseconds) ?? 0
        withUnsafeMutableBytes(of: &error.code) { fill($0, with: failure.code) }
        withUnsafeMutableBytes(of: &error.message) { fill($0, with: failure.message) }
        return error
    }

    /// Writes as much of the error as the other side has room for.
    static func write(_ failure: Failure, to target: UnsafeMutablePointer<proctor_error>?) {
        guard let target else { return }
        let room = target.pointee.struct_size
        var error = make(for: failure)
        error.struct_size = room
        withUnsafeBytes(of: &error) { source in
            guard let start = source.baseAddress else { return }
            UnsafeMutableRawPointer(target).copyMemory(from: start, byteCount: min(Int(room), source.count))
        }
    }

    private static func nanoseconds(_ duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : whole &+ UInt64(clamping: attoseconds / 1_000_000_000)
    }

    /// Cuts between characters, and always terminates.
    private static func fill(_ field: UnsafeMutableRawBufferPointer, with text: String) {
        let bytes = Array(text.utf8)
        var count = min(bytes.count, field.count - 1)
        if count < bytes.count {
            while count > 0, bytes[count] & 0xC0 == 0x80 { count -= 1 }
        }
        field.copyBytes(from: bytes[..<count])
        field[count] = 0
    }
}
