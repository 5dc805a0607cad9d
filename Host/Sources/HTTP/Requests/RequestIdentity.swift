import Synchronization

/// Makes job ids and trace contexts that are unique in the fleet: a random part for the process and a counter.
enum RequestIdentity {
    private static let process = UInt64.random(in: 1...UInt64.max)
    private static let processHex = hex(process)
    private static let counter = Atomic<UInt64>(0)

    /// A job id for a request that brought none.
    static func job() -> String {
        processHex + "-" + String(counter.add(1, ordering: .relaxed).newValue)
    }

    /// W3C Trace Context, version 00, for a request that brought none.
    static func traceparent() -> String {
        let number = counter.add(1, ordering: .relaxed).newValue
        // Steps of an odd constant visit every 64-bit value once: span ids differ and do not look like a counter.
        let span = (process &+ number &* 0x9E37_79B9_7F4A_7C15) | 1
        return "00-" + processHex + hex(number) + "-" + hex(span) + "-01"
    }

    /// An id from outside goes into logs and headers: printable ASCII without spaces, and not long.
    static func isPlain(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 128 && id.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func hex(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { digits in
            for place in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 15
                digits[place] = digit < 10 ? 0x30 + digit : 0x57 + digit
            }
            return 16
        }
    }
}
