/// One source address, and where what comes from it goes.
public struct Binding: Sendable, Equatable {
    public let source: BindingSource
    public let target: BindingTarget
    /// The message that is sent when the job has ended; amqp bindings only.
    public let callback: CallbackSettings?
    public let position: SourcePosition

    public init(
        source: BindingSource, target: BindingTarget, callback: CallbackSettings? = nil, position: SourcePosition
    ) {
        self.callback = callback
        self.source = source
        self.target = target
        self.position = position
    }

    /// The operation that the binding runs; nil when it only puts into a queue.
    public var operation: String? {
        guard case .operation(let name) = target else { return nil }
        return name
    }
}

/// What becomes of a job that a binding takes.
public enum BindingTarget: Sendable, Hashable {
    /// It is done at once, by an operation of the processor.
    case operation(String)
    /// It is kept in an embedded queue and answered with its id; whoever is bound to that queue does it.
    case queue(String)
}

/// A source address with all that its source has to know.
public enum BindingSource: Sendable, Hashable {
    case http(HTTPBinding)
    case queue(QueueBinding)
    case schedule(ScheduleBinding)
    case folder(FolderBinding)
    case amqp(AMQPBinding)

    /// What two bindings of one host cannot share, as a person writes it: `POST /api/omr/grade`, `queue grading`.
    public var address: String {
        switch self {
        case .http(let http):
            (http.listener == HTTPBinding.defaultListener ? "" : "\(http.listener) ") + "\(http.method) \(http.path)"
        case .queue(let queue): "queue \(queue.name)"
        case .schedule(let schedule): "schedule \(schedule.name)"
        case .folder(let folder): "folder \(folder.path)"
        case .amqp(let amqp): "amqp \(amqp.broker) \(amqp.queue)"
        }
    }
}

/// A method and a path on one listener.
public struct HTTPBinding: Sendable, Hashable {
    /// The name of `host.http`.
    public static let defaultListener = "http"

    /// The listener's name: `http`, a name under `host.listeners`, or the processor's own name for its own listener.
    public var listener: String
    /// In capitals.
    public var method: String
    /// Absolute; a part in braces, `/exams/{id}`, stands for any one part.
    public var path: String

    public init(listener: String = HTTPBinding.defaultListener, method: String, path: String) {
        self.listener = listener
        self.method = method
        self.path = path
    }
}
