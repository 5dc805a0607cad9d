/// What an upstream answered, whatever its status.
public struct UpstreamResponse: Sendable {
    public let head: UpstreamHead
    public let body: [UInt8]

    public init(head: UpstreamHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    public var status: Int { head.status }
    public var isSuccess: Bool { head.isSuccess }

    /// The first header of this name; upper and lower case make no difference.
    public func header(_ name: String) -> String? { head.header(name) }

    /// The body as JSON. - Throws: `DecodingError`.
    public func decode<Value: Decodable>(as type: Value.Type) throws -> Value {
        try body.withUnsafeBytes { try JSONCoding.decode(type, from: $0) }
    }
}

/// How an answer begins.
public struct UpstreamHead: Sendable {
    public let status: Int
    /// By lower-case name, in order; a name may come more than once.
    public let headers: [(name: String, value: String)]

    public init(status: Int, headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = headers.map { ($0.name.lowercased(), $0.value) }
    }

    /// 200...299.
    public var isSuccess: Bool { (200...299).contains(status) }

    /// The first header of this name; upper and lower case make no difference.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name == name }?.value
    }

    /// Ends the job where the answer is no success: by `Retry` for 408, 425, 429 and 5xx, after what `retry-after`
    /// says in seconds, else by `Reject`; code `upstream.status`.
    public func requireSuccess() throws {
        if isSuccess { return }
        let message = "The upstream answered with status \(status)."
        guard [408, 425, 429].contains(status) || status >= 500 else {
            throw Reject(message, code: "upstream.status", httpStatus: 502)
        }
        let seconds = header("retry-after").flatMap { Int64($0) }.flatMap { (0...86_400).contains($0) ? $0 : nil }
        throw Retry(message, code: "upstream.status", after: seconds.map { .seconds($0) }, httpStatus: 503)
    }
}

extension UpstreamHead {
    /// Reads `{"status", ("headers")}`; members that it does not know are passed over.
    ///
    /// - Throws: `ServiceError`, code `service.bad_reply`.
    init(line: [UInt8], from service: String) throws {
        guard let document = try? JSONValue(parsing: line), case .integer(let status)? = document["status"],
            let headers = Self.pairs(document["headers"] ?? .null)
        else { throw ServiceError.badReply(service) }
        self.init(status: status, headers: headers)
    }

    /// None of null; nil where they are no list of pairs of texts.
    private static func pairs(_ list: JSONValue) -> [(name: String, value: String)]? {
        if list == .null { return [] }
        guard case .array(let elements) = list else { return nil }
        var pairs: [(name: String, value: String)] = []
        pairs.reserveCapacity(elements.count)
        for element in elements {
            guard case .array(let pair) = element, pair.count == 2, case .string(let name) = pair[0],
                case .string(let value) = pair[1]
            else { return nil }
            pairs.append((name, value))
        }
        return pairs
    }
}
