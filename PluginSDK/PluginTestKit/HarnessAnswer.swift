import PluginSDK

/// How a job ended.
public struct HarnessAnswer: Sendable {
    /// PROCTOR_OK, PROCTOR_REJECT, ...
    public let status: proctor_status
    public let payload: [UInt8]
    /// Where it differs from the manifest's.
    public let mediaType: String?
    /// Of the answer, by name: `message-id`, `outcome`.
    public let headers: [String: String]
    /// Of the error; empty without one.
    public let code: String
    public let message: String
    public let httpStatus: Int?
    public let retryAfter: Duration?
    /// What was streamed before.
    public internal(set) var pieces: [[UInt8]] = []

    public var isOK: Bool { status == PROCTOR_OK }
    public var text: String { String(decoding: payload, as: UTF8.self) }

    /// The payload as JSON; nil when it is none.
    public var json: JSONValue? { try? JSONValue(parsing: payload) }

    private init(_ result: proctor_result) {
        status = result.status
        payload = result.payload.array
        mediaType = result.media_type.size > 0 ? String(decoding: result.media_type.array, as: UTF8.self) : nil
        headers = Self.headers(of: result)
        let error = result.error?.pointee
        code = error.map { Self.text($0.code) } ?? ""
        message = error.map { Self.text($0.message) } ?? ""
        httpStatus = error.flatMap { $0.http_status == 0 ? nil : Int($0.http_status) }
        retryAfter = error.flatMap { $0.retry_after_ns == 0 ? nil : .nanoseconds(Int64(clamping: $0.retry_after_ns)) }
    }

    /// An answer that was not given through `complete`.
    init(status: proctor_status, error: proctor_error) {
        self.status = status
        payload = []
        mediaType = nil
        headers = [:]
        code = Self.text(error.code)
        message = Self.text(error.message)
        httpStatus = error.http_status == 0 ? nil : Int(error.http_status)
        retryAfter = nil
    }

    /// A plugin that was built against an older header has a smaller struct; the rest reads as zero.
    init(_ result: UnsafePointer<proctor_result>) {
        var known = proctor_result()
        let count = min(Int(result.pointee.struct_size), MemoryLayout<proctor_result>.size)
        withUnsafeMutableBytes(of: &known) { $0.baseAddress?.copyMemory(from: result, byteCount: count) }
        self.init(known)
    }

    /// A header that a host could not pass on.
    var misnamedHeader: String? {
        headers.first { name, value in
            let isWord = name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
            }
            return name.isEmpty || !isWord
                || value.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }?.key
    }

    private static func headers(of result: proctor_result) -> [String: String] {
        guard let first = result.headers else { return [:] }
        let headers = UnsafeBufferPointer(start: first, count: min(Int(clamping: result.header_count), 64))
        return Dictionary(headers.map { ($0.name.text, $0.value.text) }) { first, _ in first }
    }

    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

extension proctor_bytes {
    /// A copy.
    var array: [UInt8] {
        guard let data, size > 0 else { return [] }
        return Array(UnsafeRawBufferPointer(start: data, count: size))
    }

    var text: String { String(decoding: array, as: UTF8.self) }
}
