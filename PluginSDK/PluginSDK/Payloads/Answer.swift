import FoundationEssentials

/// What a handler gave, ready to be lent to the host.
enum Answer: Sendable {
    case empty
    case json(Data)
    case raw(RawResponse)
    case callback([UInt8], headers: [(name: String, value: String)])

    /// Calls `body` with the bytes and, where the manifest's does not hold, their media type.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer, String?) -> Result) -> Result {
        switch self {
        case .empty: body(UnsafeRawBufferPointer(start: nil, count: 0), nil)
        case .json(let data): data.withUnsafeBytes { body($0, nil) }
        case .raw(let response): response.bytes.withUnsafeBytes { body($0, response.mediaType) }
        case .callback(let bytes, _): bytes.withUnsafeBytes { body($0, nil) }
        }
    }

    var headers: [(name: String, value: String)] {
        guard case .callback(_, let headers) = self else { return [] }
        return headers
    }
}
