/// The names that plugins give to what they keep.
package enum ServiceKey {
    /// Longest key, in bytes of UTF-8.
    package static let limit = 512

    /// A key: 1 to 512 bytes without control characters. Anything else may stand in it; keys are no paths.
    package static func checked(_ key: String) throws(ServiceRefusal) -> String {
        guard !key.isEmpty else { throw refusal("an empty key") }
        return try checkedPrefix(key)
    }

    /// What keys may begin with, or a place between keys: as a key, or empty.
    package static func checkedPrefix(_ text: String) throws(ServiceRefusal) -> String {
        guard text.utf8.count <= limit else { throw refusal("a key of more than \(limit) bytes") }
        guard isPrintable(text) else { throw refusal("a key with control characters") }
        return text
    }

    package static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private static func refusal(_ what: String) -> ServiceRefusal {
        .reject("store.key_invalid", "\(what): keys have 1 to \(limit) bytes and no control characters")
    }
}
