/// The JSON of a request to `http.*/1`, written member by member: they are few and plain, and a general encoder takes
/// longer for them than the whole call.
struct RequestLine {
    /// Without the closing brace.
    private var members = [UInt8(ascii: "{")]

    /// The object, and room for so many bytes that follow it.
    func bytes(reserving count: Int = 0) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(members.count + 1 + count)
        bytes += members
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    // MARK: Members; those that are nil or empty are left out

    mutating func add(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        begin(name)
        JSONValue.write(text, to: &members)
    }

    mutating func add(_ name: StaticString, _ number: (some BinaryInteger)?) {
        guard let number else { return }
        begin(name)
        members += String(number).utf8
    }

    mutating func add(_ name: StaticString, _ flag: Bool?) {
        guard let flag else { return }
        begin(name)
        members += (flag ? "true" : "false").utf8
    }

    mutating func add(_ name: StaticString, _ pairs: [(name: String, value: String)]) {
        guard !pairs.isEmpty else { return }
        begin(name)
        var separator = UInt8(ascii: "[")
        for pair in pairs {
            members.append(separator)
            separator = UInt8(ascii: ",")
            members.append(UInt8(ascii: "["))
            JSONValue.write(pair.name, to: &members)
            members.append(UInt8(ascii: ","))
            JSONValue.write(pair.value, to: &members)
            members.append(UInt8(ascii: "]"))
        }
        members.append(UInt8(ascii: "]"))
    }

    /// - Parameter name: of letters and underscores, which need no escape.
    private mutating func begin(_ name: StaticString) {
        if members.count > 1 { members.append(UInt8(ascii: ",")) }
        members.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { members.append(contentsOf: $0) }
        members += "\":".utf8
    }
}
