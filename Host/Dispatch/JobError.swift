public import CPluginABI

/// Why a job, or a plugin's function, failed.
public struct JobError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Stable, for programs: `sheet.not_found`.
    public var code: String
    /// A sentence for a person.
    public var message: String
    /// The HTTP status (400...599) that the plugin asks for; nil lets the HTTP source choose from the job's status.
    public var httpStatus: Int?
    /// With a retry: how long to wait at least.
    public var retryAfter: Duration?

    public init(code: String, message: String, httpStatus: Int? = nil, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
        self.retryAfter = retryAfter
    }

    public var description: String { "\(message) (\(code))" }

    /// Reads the plugin's struct, of which `struct_size` bytes are there, without trusting its terminators.
    init?(_ pointer: UnsafePointer<proctor_error>?) {
        guard let pointer else { return nil }
        let error = ABIStruct.copy(of: pointer, size: pointer.pointee.struct_size, into: proctor_error())
        self.init(error)
    }

    /// Reads a struct that the host itself allocated and a plugin filled.
    public init(_ error: proctor_error) {
        self.code = ABIStruct.text(error.code)
        self.message = ABIStruct.text(error.message)
        self.httpStatus = (400...599).contains(error.http_status) ? Int(error.http_status) : nil
        self.retryAfter =
            error.retry_after_ns > 0 ? .nanoseconds(Int64(clamping: error.retry_after_ns)) : nil
    }
}

/// The ABI's rule for structs that may grow: what the sender does not have reads as zero.
enum ABIStruct {
    /// `zeroed` with as many leading bytes of `pointer` as both sides know.
    static func copy<Value: BitwiseCopyable>(of pointer: UnsafePointer<Value>, size: UInt32, into zeroed: Value)
        -> Value
    {
        var value = zeroed
        let count = min(Int(size), MemoryLayout<Value>.size)
        withUnsafeMutableBytes(of: &value) { target in
            target.baseAddress?.copyMemory(from: pointer, byteCount: count)
        }
        return value
    }

    /// The text in a fixed array of C characters, up to its terminator or its end; invalid UTF-8 is repaired.
    static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

extension proctor_bytes {
    /// The bytes, borrowed for as long as the other side lends them.
    var buffer: UnsafeRawBufferPointer {
        guard let data, size > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: data, count: size)
    }

    /// The bytes as text; invalid UTF-8 is repaired.
    var text: String { String(decoding: buffer, as: UTF8.self) }
}
