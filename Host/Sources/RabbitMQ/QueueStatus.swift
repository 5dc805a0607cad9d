/// What a status page shows of one bound queue.
public struct QueueStatus: Sendable, Equatable {
    public let broker: String
    public let queue: String
    public let processor: String
    /// Why it is not consumed, as a sentence; nil when it is.
    public let hindrance: String?
    /// Jobs at the processor, or whose callbacks are on their way.
    public let inFlight: Int
    /// Deliveries that the broker has not been told about: those in flight, and those that wait here.
    public let unsettled: Int
    /// Most deliveries that may be here unsettled.
    public let prefetch: Int
}
