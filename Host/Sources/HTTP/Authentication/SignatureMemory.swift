import Crypto
import Synchronization

/// The used signatures of one secret, whichever listener they came in by. Any thread.
final class SignatureMemory: Sendable {
    private let seen: Mutex<SeenSignatures>

    /// - Parameter window: seconds that a timestamp may be away from the clock.
    init(window: Int64) { seen = Mutex(SeenSignatures(window: window)) }

    func use(_ signature: [UInt8], timestamp: Int64, now: Int64) -> SeenSignatures.Verdict {
        seen.withLock { $0.use(signature, timestamp: timestamp, now: now) }
    }

    /// Remembers for at least as long as a listener with this window needs.
    func widen(to window: Int64) { seen.withLock { $0.widen(to: window) } }

    func isEmpty(now: Int64) -> Bool { seen.withLock { $0.isEmpty(now: now) } }
}

/// The memories of all secrets. They outlive listeners: one that is opened anew still knows what has been used, and a
/// request is good once, not once for each listener with its secret. Any thread.
final class SignatureMemories: Sendable {
    /// By the hash of the secret.
    private let memories = Mutex<[SHA256.Digest: SignatureMemory]>([:])

    init() {}

    /// The memory of a secret. Those that no listener has any more are dropped here, once all in them has run out.
    ///
    /// - Parameters:
    ///   - window: seconds that a timestamp may be away from the clock at the listener.
    ///   - now: seconds since 1970.
    func memory(of secret: String, window: Int64, now: Int64) -> SignatureMemory {
        let key = SHA256.hash(data: Array(secret.utf8))
        return memories.withLock { memories in
            for other in Array(memories.keys) where other != key {
                var memory = memories.removeValue(forKey: other)
                if !isKnownUniquelyReferenced(&memory) || memory?.isEmpty(now: now) == false {
                    memories[other] = memory
                }
            }
            if let known = memories[key] {
                known.widen(to: window)
                return known
            }
            let made = SignatureMemory(window: window)
            memories[key] = made
            return made
        }
    }

    /// Secrets of which something is remembered.
    var count: Int { memories.withLock { $0.count } }
}
