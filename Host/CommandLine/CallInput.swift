import ArgumentParser
import Glibc
import HostImages

/// The jobs of one `call`: a payload for each file, or one made of `--json` or fields.
struct CallInput {
    struct Item {
        /// The file's name without folder and extension, or the operation's; it names what is written.
        let name: String
        let source: String?
        let read: @Sendable () throws -> (payload: [UInt8], mediaType: String)
    }

    let items: [Item]

    init(
        files: [String], json: String?, fields: [String], mediaType: String?, inputMediaType: String,
        inputSchema: JSONValue?
    ) throws {
        let fields = try fields.map(Self.field)
        let isForm = inputMediaType == "multipart/form-data"
        if !files.isEmpty {
            let part = isForm ? Self.filePart(of: inputSchema) : nil
            if isForm, part == nil {
                throw ValidationError("the operation's form has no file part: give --field NAME=@FILE instead of files")
            }
            items = files.map { file in
                Item(name: FileNames.stem(file), source: file) {
                    let bytes = try FileBytes.read(file)
                    let own = mediaType ?? FileNames.mediaType(file)
                    guard let part else { return (bytes, own) }
                    return FormWriter.body(fields: fields, file: (part, FileNames.last(file), own, bytes))
                }
            }
        } else if let json {
            let bytes = json.hasPrefix("@") ? try FileBytes.read(String(json.dropFirst())) : Array(json.utf8)
            items = [Item(name: "answer", source: nil) { (bytes, mediaType ?? "application/json") }]
        } else if !fields.isEmpty {
            items = [Item(name: "answer", source: nil) { FormWriter.body(fields: fields, file: nil) }]
        } else {
            let empty: [UInt8] = inputMediaType == "application/json" ? Array("{}".utf8) : []
            items = [Item(name: "answer", source: nil) { (empty, mediaType ?? inputMediaType) }]
        }
    }

    /// `NAME=TEXT` or `NAME=@FILE`.
    private static func field(_ text: String) throws -> (name: String, value: [UInt8]) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw ValidationError("--field \(text): write NAME=TEXT, or NAME=@FILE")
        }
        let value = String(text[text.index(after: equals)...])
        return (
            String(text[..<equals]),
            value.hasPrefix("@") ? try FileBytes.read(String(value.dropFirst())) : Array(value.utf8)
        )
    }

    /// The form part that takes a file: the first binary one that is required, or else the first binary one.
    private static func filePart(of schema: JSONValue?) -> String? {
        guard case .object(let root)? = schema, case .object(let properties)? = root["properties"] else { return nil }
        let binary = properties.filter { _, value in
            guard case .object(let property) = value else { return false }
            return property["format"] == .string("binary")
        }
        guard case .array(let required)? = root["required"] else { return binary.keys.sorted().first }
        return binary.keys.sorted().first { required.contains(.string($0)) } ?? binary.keys.sorted().first
    }
}

/// Writes a multipart/form-data body (RFC 7578).
enum FormWriter {
    static func body(
        fields: [(name: String, value: [UInt8])],
        file: (part: String, name: String, mediaType: String, bytes: [UInt8])?
    ) -> (payload: [UInt8], mediaType: String) {
        let boundary = "proctor-" + String(UInt64.random(in: .min ... .max), radix: 36)
        var body: [UInt8] = []
        func part(_ disposition: String, _ mediaType: String?, _ bytes: [UInt8]) {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; \(disposition)\r\n".utf8)
            if let mediaType { body += Array("Content-Type: \(mediaType)\r\n".utf8) }
            body += Array("\r\n".utf8) + bytes + Array("\r\n".utf8)
        }
        for field in fields { part("name=\"\(quoted(field.name))\"", nil, field.value) }
        if let file {
            part("name=\"\(quoted(file.part))\"; filename=\"\(quoted(file.name))\"", file.mediaType, file.bytes)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return (body, "multipart/form-data; boundary=\(boundary)")
    }

    /// As browsers escape names in a header (WHATWG HTML, multipart/form-data encoding).
    private static func quoted(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "%22"
            case "\r": out += "%0D"
            case "\n": out += "%0A"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
