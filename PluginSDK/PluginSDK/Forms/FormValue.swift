/// A file, or a part with a media type of its own, of a form.
public struct UploadedFile: Sendable, Equatable {
    /// As the sender calls it: it may hold a path, or anything else.
    public var filename: String?
    public var mediaType: String?
    public var bytes: [UInt8]

    public init(filename: String? = nil, mediaType: String? = nil, bytes: [UInt8]) {
        self.filename = filename
        self.mediaType = mediaType
        self.bytes = bytes
    }
}

/// A part of a form as a `FormValue` reads it; the bytes are borrowed.
public struct FormPart {
    public let filename: String?
    public let mediaType: String?
    public let bytes: UnsafeRawBufferPointer

    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A type that a part of a form may have.
public protocol FormValue: DeclarableValue {
    static var partSchema: JSONValue { get }
    /// Reads the parts of one name, at least one; where one is meant, the last counts.
    /// - Throws: `InputProblem`, its place left empty.
    static func read(_ parts: [FormPart]) throws -> Self
}

extension UploadedFile: FormValue {
    public static var unset: UploadedFile { UploadedFile(bytes: []) }
    public static var partSchema: JSONValue { ["type": "string", "format": "binary"] }
    public static func read(_ parts: [FormPart]) throws -> UploadedFile {
        guard let part = parts.last else { throw InputProblem.missing }
        return UploadedFile(filename: part.filename, mediaType: part.mediaType, bytes: Array(part.bytes))
    }
}

extension String: FormValue {
    public static var partSchema: JSONValue { ["type": "string"] }
    public static func read(_ parts: [FormPart]) throws -> String {
        guard let part = parts.last else { throw InputProblem.missing }
        guard let text = String(validating: part.bytes, as: UTF8.self) else {
            throw InputProblem(type: "string_unicode", message: "Input should be a valid UTF-8 text")
        }
        return text
    }
}

extension Int: FormValue {
    public static var partSchema: JSONValue { ["type": "integer"] }
    public static func read(_ parts: [FormPart]) throws -> Int {
        guard let value = Int(try String.read(parts)) else {
            throw InputProblem(type: "int_parsing", message: "Input should be a valid integer")
        }
        return value
    }
}

extension Double: FormValue {
    public static var partSchema: JSONValue { ["type": "number"] }
    public static func read(_ parts: [FormPart]) throws -> Double {
        guard let value = Double(try String.read(parts)), value.isFinite else {
            throw InputProblem(type: "float_parsing", message: "Input should be a valid number")
        }
        return value
    }
}

extension Bool: FormValue {
    public static var partSchema: JSONValue { ["type": "boolean"] }
    public static func read(_ parts: [FormPart]) throws -> Bool {
        switch try String.read(parts).lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw InputProblem(type: "bool_parsing", message: "Input should be a valid boolean")
        }
    }
}

extension Optional: FormValue where Wrapped: FormValue {
    public static var partSchema: JSONValue { Wrapped.partSchema }
    public static func read(_ parts: [FormPart]) throws -> Wrapped? { try Wrapped.read(parts) }
}

/// All parts of one name.
extension Array: FormValue where Element: FormValue {
    public static var partSchema: JSONValue { ["type": "array", "items": Element.partSchema] }
    public static func read(_ parts: [FormPart]) throws -> [Element] { try parts.map { try Element.read([$0]) } }
}
