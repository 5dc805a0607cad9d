import Synchronization

/// Makes job and trace ids that are unique in the fleet: a random part for the process and a counter.
struct RequestIdentity: Sendable {
    private static let process = UInt64.random(in: 1...UInt64.max)
    private static let counter = Atomic<UInt64>(0)

    let job: String
    /// W3C Trace Context, version 00, for a request that brought none.
    let traceparent: String

    init() {
        let number = Self.counter.add(1, ordering: .relaxed).newValue
        // Steps of an odd constant visit every 64-bit value once: span ids differ and do not look like a counter.
        let span = (Self.process &+ number &* 0x9E37_79B9_7F4A_7C15) | 1
        self.job = Self.hex(Self.process) + "-" + String(number)
        self.traceparent = "00-" + Self.hex(Self.process) + Self.hex(number) + "-" + Self.hex(span) + "-01"
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
