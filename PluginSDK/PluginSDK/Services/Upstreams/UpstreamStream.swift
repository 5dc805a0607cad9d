import Synchronization

/// An answer whose body comes in pieces, of 256 KiB at most. The next piece is asked for when it is read, so that a
/// slow reader slows the sender. To be read once.
///
///     let answer = try await job.host.upstream("llm").stream(request)
///     try answer.head.requireSuccess()
///     for try await bytes in answer { ... }
///
/// Reading throws `ServiceError`, and `CancellationError` when the task is cancelled. The exchange ends with the body,
/// with an error, with a cancellation, and when stream or iterator are let go.
public struct UpstreamStream: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = any Error

    public let head: UpstreamHead
    private let reading: Reading

    init(head: UpstreamHead, exchange: Exchange) {
        self.head = head
        reading = Reading(exchange)
    }

    /// The next piece; nil at the end. One read at a time, and not beside an iterator.
    ///
    /// - Parameter timeout: for this piece. When it is over `ServiceError`, code `upstream.read_timeout`, is thrown, and
    ///   the answer can still be read. Nil: as long as the request may last.
    /// - Throws: as reading by an iterator.
    public func read(within timeout: Duration? = nil) async throws -> [UInt8]? {
        try await reading.next(within: timeout)
    }

    public func makeAsyncIterator() -> Iterator { Iterator(reading: reading, end: EndOfReading(reading.exchange)) }

    public struct Iterator: AsyncIteratorProtocol {
        let reading: Reading
        let end: EndOfReading

        public mutating func next() async throws -> [UInt8]? { try await reading.next() }
    }

    /// Closes the exchange when the last who could read is gone.
    final class Reading: Sendable {
        let exchange: Exchange

        init(_ exchange: Exchange) { self.exchange = exchange }
        deinit { exchange.close() }

        func next(within timeout: Duration? = nil) async throws -> [UInt8]? {
            if exchange.isClosed { return nil }
            do {
                let bytes = try await exchange.read(within: timeout)
                if !bytes.isEmpty { return bytes }
            } catch let error as ServiceError where error.code == "upstream.read_timeout" {
                throw error
            } catch {
                exchange.close()
                throw error
            }
            exchange.close()
            return nil
        }
    }

    /// Closes the exchange when an iterator is let go, though its stream may live on.
    final class EndOfReading: Sendable {
        private let exchange: Exchange

        init(_ exchange: Exchange) { self.exchange = exchange }
        deinit { exchange.close() }
    }
}

/// One request under way, by the number that the plugin gave it.
final class Exchange: Sendable {
    /// Of the whole image: instances of one image may share a host.
    private static let last = Atomic<UInt64>(0)

    let number: UInt64
    private let host: Host
    private let closed = Atomic<Bool>(false)

    init(host: Host) {
        self.host = host
        number = Self.last.wrappingAdd(1, ordering: .relaxed).newValue
    }

    var isClosed: Bool { closed.load(ordering: .acquiring) }

    func read(within timeout: Duration?) async throws -> [UInt8] {
        try await host.call("http.read/1", line(timeout).bytes())
    }

    /// Once; from any thread.
    func close() {
        guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        host.tell("http.close/1", line(nil).bytes())
    }

    private func line(_ timeout: Duration?) -> RequestLine {
        var line = RequestLine()
        line.add("exchange", number)
        line.add("timeout_ms", timeout?.lifetimeMilliseconds)
        return line
    }
}
