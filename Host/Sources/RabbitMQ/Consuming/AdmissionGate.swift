/// Whether a consumer hands jobs over: once the processor had no room, one for each that ends, and one now and then.
///
/// Without it a consumer with more deliveries than the processor has places would ask for each of them, again and again.
/// Moments are nanoseconds of the monotonic clock.
struct AdmissionGate: Sendable {
    /// How long until a refused consumer asks again although none of its jobs has ended.
    static let pause: UInt64 = 250_000_000

    private var isOpen = true
    /// Places that this consumer's own jobs have given up since it was refused.
    private var credit = 0
    private var asksAgain: UInt64 = 0

    /// Whether a job may be handed over now; it counts as handed over.
    mutating func admits(now: UInt64) -> Bool {
        if isOpen { return true }
        if credit > 0 {
            credit -= 1
            return true
        }
        guard now >= asksAgain else { return false }
        isOpen = true
        return true
    }

    /// The processor had no room.
    mutating func refused(now: UInt64) {
        isOpen = false
        credit = 0
        asksAgain = now &+ Self.pause
    }

    /// A job of this consumer has ended: there is a place.
    mutating func ended() {
        if !isOpen { credit += 1 }
    }

    /// When to ask again; nil while the gate is open.
    var nextMoment: UInt64? { isOpen ? nil : credit > 0 ? 0 : asksAgain }
}
