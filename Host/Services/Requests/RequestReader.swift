import FoundationEssentials

/// A service's request as it was sent.
package protocol ServiceRequest {
    init(_ reader: RequestReader) throws
}

/// Reads a request's members one by one and refuses what is missing, of the wrong type, out of bounds, or unknown:
/// a member that this host does not know may change what the plugin meant.
package final class RequestReader {
    /// Most bytes of a JSON request.
    package static let limit = 16 << 20

    private struct Member: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Lets a request, at the root or in a list, be read where the decoder wants a type of its own.
    private struct Document<Request: ServiceRequest>: Decodable {
        let request: Request

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Member.self)
            let reader = RequestReader(container)
            request = try Request(reader)
            try reader.refuseOthers(container.allKeys.map(\.stringValue))
        }
    }

    /// Where the members come from.
    private enum Source {
        case flat(FlatObject)
        case decoded(KeyedDecodingContainer<Member>)
    }

    /// The request is not as plain as it seemed, or wrong: the decoder reads it from the start, and says what is wrong.
    private struct NotFlat: Error {}

    private let source: Source
    /// The members that were asked for.
    private var known: Set<String> = []

    private init(_ members: KeyedDecodingContainer<Member>) { source = .decoded(members) }

    private init(_ members: FlatObject) { source = .flat(members) }

    /// - Throws: ``ServiceRefusal``.
    package static func read<Request: ServiceRequest>(_: Request.Type, from bytes: some Collection<UInt8>) throws
        -> Request
    {
        guard bytes.count <= limit else {
            throw ServiceRefusal.badRequest("the request has more than \(limit >> 20) MiB")
        }
        do {
            return try flat(Request.self, from: bytes)
                ?? JSONDecoder().decode(Document<Request>.self, from: Data(bytes)).request
        } catch let refusal as ServiceRefusal {
            throw refusal
        } catch {
            throw ServiceRefusal.badRequest("the request is no JSON object")
        }
    }

    /// Nil when the decoder has to read it.
    private static func flat<Request: ServiceRequest>(
        _: Request.Type, from bytes: some Collection<UInt8>
    ) throws -> Request? {
        guard let members = bytes.withContiguousStorageIfAvailable({ FlatObject($0) }) ?? nil else { return nil }
        let reader = RequestReader(members)
        do {
            let request = try Request(reader)
            try reader.refuseOthers(members.members.lazy.map(\.name))
            return request
        } catch is NotFlat {
            return nil
        }
    }

    // MARK: Members

    package func has(_ name: String) -> Bool {
        known.insert(name)
        return switch source {
        case .flat(let object): object[name] != nil
        case .decoded(let members): members.contains(Member(stringValue: name))
        }
    }

    package func text(_ name: String) throws -> String { try value(name, "text") }

    /// Text that describes: bounded, without control characters. Nil when absent.
    package func label(_ name: String, most: Int = 512) throws -> String? {
        guard let text: String = try optional(name, "text") else { return nil }
        guard (1...most).contains(text.utf8.count), ServiceKey.isPrintable(text) else {
            throw ServiceRefusal.badRequest("\"\(name)\" must have 1 to \(most) bytes and no control characters")
        }
        return text
    }

    package func key(_ name: String = "key") throws -> String { try ServiceKey.checked(text(name)) }

    package func bytes(_ name: String) throws -> [UInt8] {
        let data: Data = try value(name, "base64 text")
        return Array(data)
    }

    /// Bytes, or nil for JSON's null; absent is refused.
    package func nullableBytes(_ name: String) throws -> [UInt8]? {
        guard has(name) else { throw ServiceRefusal.badRequest("\"\(name)\" is missing") }
        let data: Data? = try optional(name, "base64 text or null")
        return data.map { Array($0) }
    }

    package func flag(_ name: String) throws -> Bool { try optional(name, "true or false") ?? false }

    package func number(_ name: String, in range: ClosedRange<Int64>) throws -> Int64? {
        guard let number: Int64 = try optional(name, "a whole number") else { return nil }
        guard range.contains(number) else {
            throw ServiceRefusal.badRequest(
                "\"\(name)\" must lie between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    /// Milliseconds; at most 100 years.
    package func milliseconds(_ name: String, from least: Int64) throws -> Int64? {
        try number(name, in: least...3_155_760_000_000)
    }

    package func texts(_ name: String) throws -> [String: String]? { try optional(name, "an object of texts") }

    /// Pairs of texts, `[["name","value"]]`; none when absent.
    package func pairs(_ name: String, most: Int) throws -> [(name: String, value: String)] {
        let pairs: [[String]] = try optional(name, "a list of pairs of texts") ?? []
        guard pairs.count <= most, pairs.allSatisfy({ $0.count == 2 }) else {
            throw ServiceRefusal.badRequest("\"\(name)\" must be a list of at most \(most) pairs of texts")
        }
        return pairs.map { ($0[0], $0[1]) }
    }

    package func list<Request: ServiceRequest>(_ name: String, of: Request.Type, most: Int) throws -> [Request] {
        let documents: [Document<Request>] = try optional(name, "a list of objects") ?? []
        guard documents.count <= most else {
            throw ServiceRefusal.badRequest("\"\(name)\" has more than \(most) elements")
        }
        return documents.map(\.request)
    }

    /// A member of a type of the service's own; nil when absent.
    ///
    /// - Parameter kind: what it must be, for the refusal: `a list of values`.
    package func member<Value: Decodable>(_ name: String, _ kind: String) throws -> Value? {
        try optional(name, kind)
    }

    private func value<Value: Decodable>(_ name: String, _ kind: String) throws -> Value {
        guard let value: Value = try optional(name, kind) else {
            throw ServiceRefusal.badRequest("\"\(name)\" is missing; it must be \(kind)")
        }
        return value
    }

    private func optional<Value: Decodable>(_ name: String, _ kind: String) throws -> Value? {
        guard has(name) else { return nil }
        switch source {
        case .flat(let object): return try object[name].flatMap { try Self.plain($0) }
        case .decoded(let members):
            do {
                return try members.decodeIfPresent(Value.self, forKey: Member(stringValue: name))
            } catch let refusal as ServiceRefusal {
                throw refusal
            } catch {
                throw ServiceRefusal.badRequest("\"\(name)\" must be \(kind)")
            }
        }
    }

    /// What the decoder would make of a plain value; nil for null.
    private static func plain<Value>(_ member: FlatObject.Value) throws -> Value? {
        let value: Any?
        switch member {
        case .null: return nil
        case .text(let text): value = Value.self == Data.self ? Data(base64Encoded: text) : text
        case .number(let number): value = number
        case .flag(let flag): value = flag
        case .lists(let lists): value = lists
        }
        guard let value = value as? Value else { throw NotFlat() }
        return value
    }

    private func refuseOthers(_ names: some Sequence<String>) throws {
        guard names.allSatisfy(known.contains) else {
            let names = known.sorted().joined(separator: ", ")
            throw ServiceRefusal.badRequest("the request has an unknown member; known are \(names)")
        }
    }
}
