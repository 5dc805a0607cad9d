import PluginSDK

/// Writes the body of a request, member after member, in the order in which it is told: the same request always gives
/// the same bytes.
struct JSONBody {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func object(_ members: (inout JSONBody) -> Void) {
        open("{")
        members(&self)
        close("}")
    }

    mutating func list<Element>(_ elements: [Element], _ write: (inout JSONBody, Element) -> Void) {
        open("[")
        for element in elements {
            separate()
            write(&self, element)
        }
        close("]")
    }

    /// The name of the member whose value comes next.
    mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func value(_ value: JSONValue) { value.write(to: &bytes) }
    mutating func text(_ text: String) { JSONValue.write(text, to: &bytes) }
    mutating func integer(_ value: Int) { JSONValue.write(value, to: &bytes) }
    mutating func number(_ value: Double) { JSONValue.write(value, to: &bytes) }
    mutating func bool(_ value: Bool) { bytes.append(contentsOf: (value ? "true" : "false").utf8) }

    mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        self.text(text)
    }

    mutating func member(_ name: StaticString, _ value: Int) {
        self.name(name)
        integer(value)
    }

    mutating func member(_ name: StaticString, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    mutating func member(_ name: StaticString, _ value: JSONValue) {
        self.name(name)
        self.value(value)
    }

    private mutating func open(_ byte: Unicode.Scalar) {
        bytes.append(UInt8(ascii: byte))
        isFirst = true
    }

    private mutating func close(_ byte: Unicode.Scalar) {
        bytes.append(UInt8(ascii: byte))
        isFirst = false
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }
}
