/// Where jobs come from, beside the command line: one protocol for all sources.
///
/// A source lives as long as the host; it is no part of a generation, and a reload leaves it alone but for
/// ``routingChanged(_:)``. It submits deliveries to the ``JobRouter`` and acts upon what comes back by one table from
/// ``JobStatus`` to its own protocol. Sources are started in order once the first routing is published, and stopped in
/// reverse.
public protocol JobSource: Sendable {
    /// For logs and `/ready`: `http`, `queue`, `schedule`, `folder`.
    var name: String { get }
    /// Begins to take jobs and returns at once. A server or disk that is away is no failure: the source goes on trying
    /// and says so in ``hindrance``.
    func start()
    /// The routing is now another. On the control thread; must not block.
    func routingChanged(_ routing: RoutingSnapshot)
    /// Takes no more jobs from now on; those under way go on. Returns at once.
    func pause()
    /// Ends. Everything that was taken has been settled by now, or will be given back. Blocks for at most `limit`.
    func stop(within limit: Duration)
    /// Why no jobs come from here at the moment, as a sentence; nil when they do. Any thread.
    var hindrance: String? { get }
}

extension JobSource {
    public func routingChanged(_ routing: RoutingSnapshot) {}
    public var hindrance: String? { nil }
}
