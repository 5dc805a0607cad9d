// One initializer for each pair of what comes in and what goes out; the handler's type chooses.

extension Operation {
    /// JSON in, JSON out.
    public init<Input: Decodable & Sendable, Output: Encodable & Sendable>(
        _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job) async throws -> Output
    ) {
        self.init(
            name: name, summary: summary, input: .json(Input.self), output: .json(Output.self), isStream: false
        ) { owner, job, payload in
            let input = try Self.decode(Input.self, payload)
            return { .json(try JSONCoding.encode(try await handler(owner)(input, job))) }
        }
    }

    /// JSON in, a callback out.
    public init<Input: Decodable & Sendable, Body: Encodable & Sendable>(
        _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job) async throws -> CallbackAnswer<Body>
    ) {
        self.init(
            name: name, summary: summary, input: .json(Input.self), output: .json(Body.self), isStream: false
        ) { owner, job, payload in
            let input = try Self.decode(Input.self, payload)
            return { Self.callback(try await handler(owner)(input, job)) }
        }
    }

    /// JSON in, bytes out.
    public init<Input: Decodable & Sendable>(
        _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job) async throws -> RawResponse
    ) {
        self.init(
            name: name, summary: summary, input: .json(Input.self), output: .raw, isStream: false
        ) { owner, job, payload in
            let input = try Self.decode(Input.self, payload)
            return { .raw(try await handler(owner)(input, job)) }
        }
    }

    /// JSON in, a stream out.
    public init<Input: Decodable & Sendable, Piece: Encodable & Sendable>(
        _ name: String, _ summary: String,
        streaming handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job, Output<Piece>) async throws -> Void
    ) {
        self.init(
            name: name, summary: summary, input: .json(Input.self), output: .json(Piece.self), isStream: true
        ) { owner, job, payload in
            let input = try Self.decode(Input.self, payload)
            return { try await Self.stream { try await handler(owner)(input, job, Output(job.state)) } }
        }
    }

    /// JSON in, a stream of bytes out.
    public init<Input: Decodable & Sendable>(
        _ name: String, _ summary: String,
        streaming handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job, Output<RawPiece>) async throws -> Void
    ) {
        self.init(
            name: name, summary: summary, input: .json(Input.self), output: .raw, isStream: true
        ) { owner, job, payload in
            let input = try Self.decode(Input.self, payload)
            return { try await Self.stream { try await handler(owner)(input, job, Output(job.state)) } }
        }
    }

    /// A form or bytes in, JSON out.
    public init<Input: PayloadInput, Output: Encodable & Sendable>(
        _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job) async throws -> Output
    ) {
        self.init(
            name: name, summary: summary, input: .described(Input.payloadDescription), output: .json(Output.self),
            isStream: false
        ) { owner, job, payload in
            let input = try Input(payload: payload, mediaType: job.header("content-type"))
            return { .json(try JSONCoding.encode(try await handler(owner)(input, job))) }
        }
    }

    /// A form or bytes in, a callback out.
    public init<Input: PayloadInput, Body: Encodable & Sendable>(
        _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job) async throws -> CallbackAnswer<Body>
    ) {
        self.init(
            name: name, summary: summary, input: .described(Input.payloadDescription), output: .json(Body.self),
            isStream: false
        ) { owner, job, payload in
            let input = try Input(payload: payload, mediaType: job.header("content-type"))
            return { Self.callback(try await handler(owner)(input, job)) }
        }
    }

    /// A form or bytes in, bytes out.
    public init<Input: PayloadInput>(
        _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job) async throws -> RawResponse
    ) {
        self.init(
            name: name, summary: summary, input: .described(Input.payloadDescription), output: .raw, isStream: false
        ) { owner, job, payload in
            let input = try Input(payload: payload, mediaType: job.header("content-type"))
            return { .raw(try await handler(owner)(input, job)) }
        }
    }

    /// A form or bytes in, a stream out.
    public init<Input: PayloadInput, Piece: Encodable & Sendable>(
        _ name: String, _ summary: String,
        streaming handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job, Output<Piece>) async throws -> Void
    ) {
        self.init(
            name: name, summary: summary, input: .described(Input.payloadDescription), output: .json(Piece.self),
            isStream: true
        ) { owner, job, payload in
            let input = try Input(payload: payload, mediaType: job.header("content-type"))
            return { try await Self.stream { try await handler(owner)(input, job, Output(job.state)) } }
        }
    }

    /// A form or bytes in, a stream of bytes out.
    public init<Input: PayloadInput>(
        _ name: String, _ summary: String,
        streaming handler: @escaping @Sendable (Owner) -> @Sendable (Input, Job, Output<RawPiece>) async throws -> Void
    ) {
        self.init(
            name: name, summary: summary, input: .described(Input.payloadDescription), output: .raw, isStream: true
        ) { owner, job, payload in
            let input = try Input(payload: payload, mediaType: job.header("content-type"))
            return { try await Self.stream { try await handler(owner)(input, job, Output(job.state)) } }
        }
    }

    /// Nothing in, JSON out.
    public init<Output: Encodable & Sendable>(
        _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Job) async throws -> Output
    ) {
        self.init(
            name: name, summary: summary, input: .none, output: .json(Output.self), isStream: false
        ) { owner, job, _ in
            { .json(try JSONCoding.encode(try await handler(owner)(job))) }
        }
    }

    /// Nothing in, bytes out.
    public init(
        _ name: String, _ summary: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Job) async throws -> RawResponse
    ) {
        self.init(name: name, summary: summary, input: .none, output: .raw, isStream: false) { owner, job, _ in
            { .raw(try await handler(owner)(job)) }
        }
    }

    /// What cannot be decoded is the sender's fault, here and nowhere else.
    private static func decode<Input: Decodable>(
        _ type: Input.Type, _ payload: UnsafeRawBufferPointer
    ) throws -> Input {
        do {
            return try JSONCoding.decode(type, from: payload)
        } catch let error as DecodingError {
            throw InputRefusal(problems: [InputProblem(error)])
        }
    }

    private static func callback<Body>(_ answer: CallbackAnswer<Body>) -> Answer {
        .callback(answer.bytes, headers: answer.headers)
    }

    private static func stream(_ body: () async throws -> Void) async throws -> Answer {
        try await body()
        return .empty
    }
}
