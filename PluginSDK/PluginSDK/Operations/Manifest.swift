/// What a plugin is and does.
///
/// As JSON, the way a host reads it (members sorted, the same bytes every time):
///
///     {"id": "org.example.curve", "version": "1.2.0", "summary": "Curves scores.",
///      "operations": [
///        {"name": "curve.apply", "summary": "Curves one raw score.",
///         "input":  {"media_type": "application/json", "schema": {...}},
///         "output": {"media_type": "application/json", "schema": {...}, "stream": false},
///         "http": [{"method": "POST", "path": "/curve"}],
///         "queue": ["curves"],
///         "schedule": [{"cron": "0 3 * * *", "zone": "Asia/Seoul"}, {"every_ms": 60000}]}],
///      "settings": {"type": "object", "additionalProperties": false, "properties": {...}},
///      "needs": ["store/1"],
///      "max_concurrency": 0}
///
/// `http`, `queue` and `schedule` are bindings that hold when plugins.yaml has none for the processor; each is absent
/// when empty. `input` is `{}` for an operation without a payload, and `schema` is absent where bytes are bytes. A form has
/// media type `multipart/form-data` and a schema whose properties are its parts; a file's says
/// `"format": "binary"`. Settings may carry `x-env` (the variable that goes before plugins.yaml) and `writeOnly`
/// (a secret). `problems`, a list of sentences, is there only when the plugin must not be loaded or packed: a schema
/// could not be derived, a name is taken twice.
public struct Manifest<Owner: Plugin>: Sendable {
    let id: String
    let version: String
    let summary: String?
    let needs: [String]
    let maxConcurrency: Int
    let operations: [Operation<Owner>]

    /// - Parameters:
    ///   - id: reversed domain name, for good: `org.example.curve`.
    ///   - version: of the plugin: `1.2.0`.
    ///   - summary: one sentence.
    ///   - needs: services and extensions without which it cannot work: `store/1`.
    ///   - maxConcurrency: most jobs at once; 0: no limit of its own.
    public init(
        id: String, version: String, summary: String? = nil, needs: [String] = [], maxConcurrency: Int = 0,
        @OperationsBuilder<Owner> operations: () -> [Operation<Owner>]
    ) {
        self.id = id
        self.version = version
        self.summary = summary
        self.needs = needs
        self.maxConcurrency = maxConcurrency
        self.operations = operations()
    }
}

@resultBuilder
public enum OperationsBuilder<Owner: Plugin> {
    public static func buildBlock(_ operations: Operation<Owner>...) -> [Operation<Owner>] { operations }
}
