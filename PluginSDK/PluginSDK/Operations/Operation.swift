/// A named thing that a plugin does. Its handler is a method of the plugin; what it takes and gives decides the kind:
///
/// | Handler | Payload | Answer |
/// |---|---|---|
/// | `(Score, Job) async throws -> Curved` | JSON of a Decodable type | JSON of an Encodable type |
/// | `(Form, Job) async throws -> Curved` | multipart form, a `FormInput` | JSON |
/// | `(RawRequest, Job) async throws -> RawResponse` | bytes | bytes and their media type |
/// | `(Job) async throws -> Curved` | none | JSON |
/// | `(Score, Job) async throws -> CallbackAnswer<Curved>` | any but none | JSON, with the id and outcome of its callback |
/// | `streaming: (Score, Job, Output<Piece>) async throws -> Void` | any of them | JSON pieces, one by one |
/// | `streaming: (Score, Job, Output<RawPiece>) async throws -> Void` | any of them | bytes, as they come |
///
/// Inputs and answers mix freely. Schemas are derived from the types; a type that hides its shape is refused by the
/// author's test and by packing, until `inputSchema` or `outputSchema` says it.
public struct Operation<Owner: Plugin>: Sendable {
    typealias Handler = @Sendable () async throws -> Answer
    /// Reads the borrowed payload at once, and says what is left to do.
    typealias Preparation = @Sendable (Owner, Job, UnsafeRawBufferPointer) throws -> Handler

    let name: String
    let summary: String
    var input: PayloadShape
    var output: PayloadShape
    let isStream: Bool
    var defaults = DefaultBindings()
    let prepare: Preparation

    init(
        name: String, summary: String, input: PayloadShape, output: PayloadShape, isStream: Bool,
        prepare: @escaping Preparation
    ) {
        self.name = name
        self.summary = summary
        self.input = input
        self.output = output
        self.isStream = isStream
        self.prepare = prepare
    }

    /// Says the input's JSON Schema where it cannot be derived.
    public func inputSchema(_ schema: JSONValue) -> Operation {
        var operation = self
        operation.input.schema = .success(schema)
        return operation
    }

    /// Says the answer's, or a piece's, JSON Schema where it cannot be derived.
    public func outputSchema(_ schema: JSONValue) -> Operation {
        var operation = self
        operation.output.schema = .success(schema)
        return operation
    }

    /// Says the media type that a `RawRequest` is meant to have: `image/*`.
    public func accepts(_ mediaType: String) -> Operation {
        var operation = self
        operation.input.mediaType = mediaType
        return operation
    }

    /// Says the media type that a `RawResponse` mostly has, or a stream of `RawPiece` always: `application/pdf`.
    public func produces(_ mediaType: String) -> Operation {
        var operation = self
        operation.output.mediaType = mediaType
        return operation
    }
}

/// What a payload looks like, or why that cannot be said.
struct PayloadShape: Sendable {
    var mediaType: String?
    var schema: Result<JSONValue?, SchemaProblem>

    static let none = PayloadShape(mediaType: nil, schema: .success(nil))
    static let raw = PayloadShape(mediaType: "application/octet-stream", schema: .success(nil))

    static func json<Value>(_ type: Value.Type) -> PayloadShape {
        PayloadShape(mediaType: "application/json", schema: Result { try derive(type) }.mapError(asProblem(of: type)))
    }

    static func described(_ description: PayloadDescription) -> PayloadShape {
        PayloadShape(mediaType: description.mediaType, schema: .success(description.schema))
    }

    private static func derive<Value>(_ type: Value.Type) throws -> JSONValue? {
        if let provided = type as? any SchemaProviding.Type { return provided.jsonSchema }
        guard let decodable = type as? any Decodable.Type else {
            throw SchemaProblem(path: "\(type)", reason: "it is not Decodable")
        }
        return try SchemaProbe.schema(of: decodable)
    }

    private static func asProblem<Value>(of type: Value.Type) -> (any Error) -> SchemaProblem {
        { $0 as? SchemaProblem ?? SchemaProblem(path: "\(type)", reason: "\($0)") }
    }
}
