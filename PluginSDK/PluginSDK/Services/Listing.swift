/// One call's worth of a listing.
public struct Page<Entry: Sendable>: Sendable {
    public let entries: [Entry]
    /// To be passed as `after` for the next page; nil at the end.
    public let next: String?

    public init(entries: [Entry], next: String? = nil) {
        self.entries = entries
        self.next = next
    }
}

/// Entries in key order, fetched page by page while they are read. What changes meanwhile may be seen or not.
///
///     for try await entry in job.host.store.entries(prefix: "tally/") { ... }
///
/// Reading throws `ServiceError`, and `CancellationError` when the job is cancelled.
public struct Listing<Element: Sendable>: AsyncSequence, Sendable {
    public typealias Failure = any Error

    let page: @Sendable (_ after: String?) async throws -> Page<Element>

    public struct Iterator: AsyncIteratorProtocol {
        let page: @Sendable (_ after: String?) async throws -> Page<Element>
        private var current: Page<Element>?
        private var index = 0

        init(page: @escaping @Sendable (_ after: String?) async throws -> Page<Element>) { self.page = page }

        public mutating func next() async throws -> Element? {
            while true {
                if let current {
                    if index < current.entries.count {
                        defer { index += 1 }
                        return current.entries[index]
                    }
                    if current.next == nil { return nil }
                }
                current = try await page(current?.next)
                index = 0
            }
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(page: page) }
}
