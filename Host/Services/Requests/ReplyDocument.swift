import FoundationEssentials

/// Builds a service's JSON reply, as the bytes that are sent: values may be large.
package struct ReplyDocument {
    private var members: [UInt8] = []

    package init() {}

    package var bytes: [UInt8] { [UInt8(ascii: "{")] + members + [UInt8(ascii: "}")] }

    package mutating func add(_ name: String, _ text: String) {
        begin(name)
        QuotedText.write(text, to: &members)
    }

    package mutating func add(_ name: String, _ flag: Bool) { add(name, (flag ? "true" : "false").utf8) }
    package mutating func add(_ name: String, _ number: Int) { add(name, String(number).utf8) }

    package mutating func add(_ name: String, _ objects: [ReplyDocument]) {
        let elements = objects.map(\.bytes).joined(separator: [UInt8(ascii: ",")])
        add(name, [[UInt8(ascii: "[")], Array(elements), [UInt8(ascii: "]")]].joined())
    }

    /// Base64 has nothing to escape.
    package mutating func add(_ name: String, base64 bytes: [UInt8]) {
        let quote = [UInt8(ascii: "\"")]
        add(name, quote)
        members += Data(bytes).base64EncodedData()
        members += quote
    }

    private mutating func add(_ name: String, _ value: some Sequence<UInt8>) {
        begin(name)
        members += value
    }

    private mutating func begin(_ name: String) {
        if !members.isEmpty { members.append(UInt8(ascii: ",")) }
        QuotedText.write(name, to: &members)
        members.append(UInt8(ascii: ":"))
    }
}
