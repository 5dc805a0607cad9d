/// How often a job has been tried, here and elsewhere.
///
/// A quorum queue counts redeliveries itself (`x-delivery-count`); for a classic one the host counts in the store. A copy
/// on the ladder is a message of its own to the broker, so it carries the numbers of the one before it in headers.
struct AttemptCount: Sendable, Equatable {
    /// Headers of the host's own, on copies only.
    enum Header {
        /// Steps of the ladder that the job has taken.
        static let step = "x-proctor-step"
        /// Redeliveries of the messages before.
        static let redeliveries = "x-proctor-redeliveries"
        /// Attempts at the messages before.
        static let attempts = "x-proctor-attempts"
        /// The broker's own, on quorum queues.
        static let deliveryCount = "x-delivery-count"
    }

    /// Larger numbers in a header are nonsense.
    static let most = 1_000_000

    /// How often the broker has brought it again, the steps of the ladder included.
    private(set) var redeliveries = 0
    /// Steps of the ladder taken so far: the next one's index.
    private(set) var step = 0
    /// Attempts before this delivery that are known.
    private(set) var earlier = 0
    /// Attempts of this delivery, in this process; the one under way counts.
    var tries = 0
    /// Whether the broker has counted: otherwise the store has to, for a message that was redelivered.
    private(set) var isCounted = false

    init() {}

    init(_ headers: [(name: String, value: MessageProperties.Value)], redelivered: Bool) {
        for (name, value) in headers {
            guard name.utf8.first == UInt8(ascii: "x"), case .integer(let number) = value else { continue }
            let count = Int(min(max(number, 0), Int64(Self.most)))
            switch name {
            case Header.deliveryCount:
                isCounted = true
                add(redeliveries: count)
            case Header.redeliveries: redeliveries += count
            case Header.step: step = count
            case Header.attempts: earlier += count
            default: break
            }
        }
        isCounted = isCounted || !redelivered
    }

    /// Redeliveries of this message, each one attempt at least.
    mutating func add(redeliveries count: Int) {
        redeliveries += count
        earlier += count
    }

    /// The store's word on how often this message was redelivered.
    mutating func counted(_ count: Int) {
        isCounted = true
        add(redeliveries: min(max(count, 0), Self.most))
    }

    /// 1 the first time.
    var attempt: UInt32 { UInt32(clamping: earlier + max(tries, 1)) }

    /// What a copy for the next step of the ladder carries.
    var copied: [(name: String, value: MessageProperties.Value)] {
        [
            (Header.step, .integer(Int64(step + 1))), (Header.redeliveries, .integer(Int64(redeliveries + 1))),
            (Header.attempts, .integer(Int64(earlier + tries))),
        ]
    }
}
