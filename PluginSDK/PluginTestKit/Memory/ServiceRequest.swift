import FoundationEssentials
import PluginSDK

/// The members of a request, checked as they are read, as strictly as a host checks them.
struct ServiceRequest {
    static let largestValue = 1 << 20
    static let mostElements = 1000

    private let members: [String: JSONValue]

    /// - Parameter known: the members that there are; others are refused.
    /// - Throws: `service.bad_request` when it is no JSON object.
    init(_ bytes: [UInt8], known: Set<String>) throws(ServiceRefusal) {
        guard let document = try? JSONValue(parsing: bytes) else { throw .badRequest("The request is not JSON.") }
        try self.init(document, known: known)
    }

    init(_ document: JSONValue, known: Set<String>) throws(ServiceRefusal) {
        guard case .object(let members) = document else { throw .badRequest("The request is no JSON object.") }
        guard members.keys.allSatisfy(known.contains) else {
            throw .badRequest("The request has an unknown member; known are \(known.sorted().joined(separator: ", ")).")
        }
        self.members = members
    }

    func text(_ name: String) throws(ServiceRefusal) -> String {
        guard case .string(let text)? = members[name] else { throw .badRequest("The request has no text \(name).") }
        return text
    }

    /// Text that describes: 1 to so many bytes without control characters.
    func label(_ name: String, most: Int = 512) throws(ServiceRefusal) -> String? {
        guard has(name) else { return nil }
        let text = try text(name)
        guard (1...most).contains(text.utf8.count), ServiceKey.isPrintable(text) else {
            throw .badRequest("The request's \(name) has to have 1 to \(most) bytes and no control characters.")
        }
        return text
    }

    func key() throws(ServiceRefusal) -> ServiceKey {
        let key = try place("key")
        if key.bytes.isEmpty { throw ServiceRefusal("store.key_invalid", "A key has 1 to 512 bytes, this one 0.") }
        return key
    }

    /// A key, or what keys begin with, which may be empty.
    func place(_ name: String) throws(ServiceRefusal) -> ServiceKey {
        let text = try text(name)
        guard text.utf8.count <= 512 else {
            throw ServiceRefusal("store.key_invalid", "A key has 1 to 512 bytes, this one \(text.utf8.count).")
        }
        guard ServiceKey.isPrintable(text) else {
            throw ServiceRefusal("store.key_invalid", "A key has no control characters.")
        }
        return ServiceKey(bytes: Array(text.utf8))
    }

    func optionalPlace(_ name: String) throws(ServiceRefusal) -> ServiceKey? { has(name) ? try place(name) : nil }

    func bytes(_ name: String) throws(ServiceRefusal) -> [UInt8] {
        guard let data = Data(base64Encoded: try text(name)) else {
            throw .badRequest("The request's \(name) is not base64.")
        }
        return Array(data)
    }

    /// A value of the store.
    func value(_ name: String) throws(ServiceRefusal) -> [UInt8] {
        let value = try bytes(name)
        guard value.count <= Self.largestValue else {
            throw ServiceRefusal(
                "store.value_too_large", "A value has at most \(Self.largestValue) bytes, this one \(value.count).")
        }
        return value
    }

    /// A value of the store; nil for null.
    func valueOrNull(_ name: String) throws(ServiceRefusal) -> [UInt8]? {
        members[name] == .null ? nil : try value(name)
    }

    func integer(_ name: String, within range: ClosedRange<Int>) throws(ServiceRefusal) -> Int? {
        guard has(name) else { return nil }
        guard case .integer(let number)? = members[name], range.contains(number) else {
            throw .badRequest(
                "The request's \(name) is no whole number within \(range.lowerBound)...\(range.upperBound).")
        }
        return number
    }

    func flag(_ name: String) throws(ServiceRefusal) -> Bool { try flagIfThere(name) ?? false }

    func flagIfThere(_ name: String) throws(ServiceRefusal) -> Bool? {
        guard has(name) else { return nil }
        guard case .bool(let flag)? = members[name] else {
            throw .badRequest("The request's \(name) is neither true nor false.")
        }
        return flag
    }

    /// At most a hundred years.
    func duration(_ name: String, from least: Int) throws(ServiceRefusal) -> Duration? {
        try integer(name, within: least...3_155_760_000_000).map { .milliseconds($0) }
    }

    /// By lower-case name.
    func headers() throws(ServiceRefusal) -> [String: String] {
        guard has("headers") else { return [:] }
        guard case .object(let members)? = members["headers"], members.count <= 64 else {
            throw .badRequest("The request's headers are no object of at most 64 members.")
        }
        var headers: [String: String] = [:]
        for (name, value) in members {
            guard (1...128).contains(name.utf8.count), name.utf8.allSatisfy(Self.isOfHeaderName) else {
                throw .badRequest("A header's name has lower-case letters, digits, - . _ alone.")
            }
            guard case .string(let text) = value, text.utf8.count <= 8192, ServiceKey.isPrintable(text) else {
                throw .badRequest("A header's value is text of at most 8192 bytes without control characters.")
            }
            headers[name] = text
        }
        return headers
    }

    /// Pairs of texts; absent means none.
    func pairs(_ name: String) throws(ServiceRefusal) -> [(name: String, value: String)] {
        guard has(name) else { return [] }
        guard case .array(let elements)? = members[name], elements.count <= Self.mostElements else {
            throw .badRequest("The request's \(name) is no list of at most \(Self.mostElements) pairs.")
        }
        var pairs: [(name: String, value: String)] = []
        for element in elements {
            guard case .array(let pair) = element, pair.count == 2, case .string(let first) = pair[0],
                case .string(let second) = pair[1]
            else { throw .badRequest("The request's \(name) has an element that is no pair of texts.") }
            pairs.append((first, second))
        }
        return pairs
    }

    /// A member that is read elsewhere; null reads as absent.
    func member(_ name: String) -> JSONValue? { has(name) ? members[name] : nil }

    private static func isOfHeaderName(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
    }

    /// Requests in a list; absent means none.
    func list(_ name: String, known: Set<String>) throws(ServiceRefusal) -> [ServiceRequest] {
        guard has(name) else { return [] }
        guard case .array(let elements)? = members[name], elements.count <= Self.mostElements else {
            throw .badRequest("The request's \(name) is no list of at most \(Self.mostElements) elements.")
        }
        var list: [ServiceRequest] = []
        for element in elements { list.append(try ServiceRequest(element, known: known)) }
        return list
    }

    /// Null reads as absent.
    private func has(_ name: String) -> Bool { members[name].map { $0 != .null } ?? false }
}

/// A key of the store or of a blob, ordered by its bytes: two spellings of one letter are two keys.
struct ServiceKey: Hashable, Comparable {
    let bytes: [UInt8]
    var text: String { String(decoding: bytes, as: UTF8.self) }

    static func < (one: ServiceKey, other: ServiceKey) -> Bool { one.bytes.lexicographicallyPrecedes(other.bytes) }

    static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
