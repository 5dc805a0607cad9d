import Synchronization

/// How many bytes of request bodies one listener holds at a time, over all its connections: those that still arrive,
/// also of clients who have yet to prove who they are, and those that jobs use. Any thread.
final class BodyBudget: Sendable {
    /// Most bodies of the largest size at a time.
    private static let fullBodies = 16
    /// Most bytes where bodies are small.
    private static let least = 256 << 20

    private let limit: Int
    private let used = Atomic<Int>(0)

    /// - Parameter limit: most bytes.
    init(limit: Int) { self.limit = limit }

    /// Room for 16 bodies of the largest size, and 256 MiB at least.
    ///
    /// - Parameter bodyLimit: bytes of the largest body.
    convenience init(bodyLimit: Int) {
        let (bytes, overflows) = bodyLimit.multipliedReportingOverflow(by: Self.fullBodies)
        self.init(limit: overflows ? .max : max(Self.least, bytes))
    }

    /// The part of one request, which has nothing at first.
    func share() -> Share { Share(self) }

    /// Bytes that are held now.
    var held: Int { used.load(ordering: .relaxed) }

    private func take(_ bytes: Int) -> Bool {
        let (now, overflows) = used.load(ordering: .relaxed).addingReportingOverflow(bytes)
        guard !overflows, now <= limit else { return false }
        guard used.wrappingAdd(bytes, ordering: .relaxed).newValue <= limit else {
            giveBack(bytes)
            return false
        }
        return true
    }

    private func giveBack(_ bytes: Int) { used.wrappingSubtract(bytes, ordering: .relaxed) }

    /// What the body of one request holds. It is given back when nobody refers to the share any more, so whoever keeps
    /// the bytes keeps the share.
    final class Share: Sendable {
        private let budget: BodyBudget
        private let bytes = Atomic<Int>(0)

        fileprivate init(_ budget: BodyBudget) { self.budget = budget }

        deinit { budget.giveBack(bytes.load(ordering: .relaxed)) }

        /// Counts further bytes; false when the budget has no room for them.
        func take(_ count: Int) -> Bool {
            guard budget.take(count) else { return false }
            bytes.wrappingAdd(count, ordering: .relaxed)
            return true
        }
    }
}
