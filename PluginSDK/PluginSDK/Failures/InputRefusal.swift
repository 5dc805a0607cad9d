/// One thing that is wrong with an input, as FastAPI says it.
public struct InputProblem: Error, Sendable, Equatable {
    /// `["body", "answers", 3]`.
    public var location: [JSONValue]
    /// Stable, for programs: `missing`, `int_type`.
    public var type: String
    public var message: String

    public init(location: [JSONValue] = ["body"], type: String, message: String) {
        self.location = location
        self.type = type
        self.message = message
    }

    static let missing = InputProblem(type: "missing", message: "Field required")

    var json: JSONValue { ["loc": .array(location), "msg": .string(message), "type": .string(type)] }
}

/// The sender's input is not what the operation takes: never again, and HTTP 422 with every problem.
public struct InputRefusal: Error, Sendable, Equatable {
    public let code: String
    public let problems: [InputProblem]
    /// 400 where the payload could not even be taken apart.
    public let httpStatus: Int
    /// A sentence, for where the answer is no list.
    public let message: String

    public init(problems: [InputProblem]) {
        self.code = "input.invalid"
        self.problems = problems
        self.httpStatus = 422
        self.message = problems.map { problem in
            let place = problem.location.map { $0.text.filter { $0 != "\"" } }.joined(separator: ".")
            return "\(place): \(problem.message)"
        }.joined(separator: "; ")
    }

    public init(unreadable message: String, code: String) {
        self.code = code
        self.problems = []
        self.httpStatus = 400
        self.message = message
    }

    /// `{"detail": [...]}`, or `{"detail": "..."}` where there is no list.
    var body: JSONValue {
        ["detail": problems.isEmpty ? .string(message) : .array(problems.map(\.json))]
    }
}

extension InputProblem {
    /// What a JSON decoder found wrong.
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self.init(
                location: Self.location(context.codingPath + [key]), type: "missing", message: "Field required")
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let (name, needed) = Self.needed(type)
            self.init(
                location: Self.location(context.codingPath), type: name, message: "Input should be a valid \(needed)")
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self.init(type: "json_invalid", message: "JSON decode error")
        case .dataCorrupted(let context):
            self.init(
                location: Self.location(context.codingPath), type: "value_error", message: context.debugDescription)
        @unknown default:
            self.init(type: "value_error", message: "\(error)")
        }
    }

    private static func location(_ path: [any CodingKey]) -> [JSONValue] {
        ["body"] + path.map { key in key.intValue.map(JSONValue.integer) ?? .string(key.stringValue) }
    }

    private static func needed(_ type: Any.Type) -> (name: String, sentence: String) {
        switch type {
        case is String.Type: ("string_type", "string")
        case is Bool.Type: ("bool_type", "boolean")
        case is Double.Type, is Float.Type: ("float_type", "number")
        case is any FixedWidthInteger.Type: ("int_type", "integer")
        case is any ListType.Type: ("list_type", "list")
        default: ("dict_type", "dictionary")
        }
    }
}

/// A list of any element, also where the element is not known.
protocol ListType {}
extension Array: ListType {}
extension Set: ListType {}
