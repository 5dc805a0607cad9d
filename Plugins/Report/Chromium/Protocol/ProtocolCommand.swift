/// A call of the browser: a method of the Chrome DevTools Protocol and its parameters, without the number it gets.
struct ProtocolCommand: Equatable, Sendable {
    enum Parameter: Equatable, Sendable {
        case bool(Bool)
        case integer(Int)
        case number(Double)
        case string(String)
        case object([Member])
    }

    struct Member: Equatable, Sendable {
        let name: String
        let value: Parameter
    }

    let method: String
    private(set) var session: String?
    let parameters: [Member]

    init(_ method: String, session: String? = nil, _ parameters: KeyValuePairs<String, Parameter> = [:]) {
        self.method = method
        self.session = session
        self.parameters = parameters.map { Member(name: $0.key, value: $0.value) }
    }

    /// The same call, made in a tab.
    func inSession(_ session: String?) -> ProtocolCommand {
        var command = self
        command.session = session
        return command
    }

    /// The bytes that go to the browser: JSON text and the NUL that ends it.
    func frame(id: Int) -> [UInt8] {
        var writer = ProtocolWriter()
        var members = [
            Member(name: "id", value: .integer(id)), Member(name: "method", value: .string(method)),
            Member(name: "params", value: .object(parameters)),
        ]
        if let session { members.append(Member(name: "sessionId", value: .string(session))) }
        writer.write(.object(members))
        writer.bytes.append(0)
        return writer.bytes
    }
}

/// Writes JSON text. No byte of it is NUL, whatever the strings hold.
private struct ProtocolWriter {
    var bytes: [UInt8] = []

    mutating func write(_ value: ProtocolCommand.Parameter) {
        switch value {
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        // JSON has no infinities; no setting that is let through has one.
        case .number(let value): bytes += (value.isFinite ? value.description : "0").utf8
        case .string(let text): write(text)
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(member.name)
                bytes.append(UInt8(ascii: ":"))
                write(member.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { buffer in
            var plain = 0
            for (index, byte) in buffer.enumerated()
            where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                bytes.append(contentsOf: buffer[plain..<index])
                escape(byte)
                plain = index + 1
            }
            bytes.append(contentsOf: buffer[plain...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        guard byte < 0x20 else {
            bytes.append(byte)
            return
        }
        let digits = Array("0123456789abcdef".utf8)
        bytes += "u00".utf8
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
    }
}
