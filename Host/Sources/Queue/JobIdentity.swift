import HostDispatch
import Synchronization

/// Ids and headers of jobs that come without.
enum JobIdentity {
    private static let process = UInt64.random(in: 1...UInt64.max)
    private static let counter = Atomic<UInt64>(0)

    /// A job id that is unique in the fleet: a random part for the process and a counter, of one length, so that later
    /// ones stand at the end of an index.
    static func job() -> String {
        hex(process) + "-" + hex(counter.add(1, ordering: .relaxed).newValue).suffix(12)
    }

    /// The headers with those that every job has: `content-type`, and `traceparent` (W3C Trace Context, version 00);
    /// and with the person whom the data is about, if one is known.
    static func completed(
        _ headers: [(name: String, value: String)], subject: String?
    ) -> [(name: String, value: String)] {
        var headers = headers
        if let subject, !headers.contains(where: { $0.name == "x-subject-id" }) {
            headers.append(("x-subject-id", subject))
        }
        if !headers.contains(where: { $0.name == "content-type" }) {
            headers.append(("content-type", "application/json"))
        }
        if !headers.contains(where: { $0.name == "traceparent" }) {
            let number = counter.add(1, ordering: .relaxed).newValue
            // Steps of an odd constant visit every 64-bit value once: span ids differ and do not look like a counter.
            let span = (process &+ number &* 0x9E37_79B9_7F4A_7C15) | 1
            headers.append(("traceparent", "00-\(hex(process))\(hex(number))-\(hex(span))-01"))
        }
        return headers
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
