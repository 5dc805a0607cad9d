/// A source's hold on a job it has handed over.
public struct JobTicket: Sendable {
    let generation: Generation
    let token: UInt64

    /// The job is no longer wanted: it is settled soon, as cancelled unless it was faster.
    public func cancel() { generation.cancel(token) }

    /// A stream that answered ``PieceVerdict/full`` has room again.
    public func writable() { generation.writable(token) }
}
