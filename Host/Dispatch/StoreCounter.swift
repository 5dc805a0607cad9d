import FoundationEssentials

/// Counts in the store what a fleet has to count together: how often a job took a host along, say.
///
/// Each change is a compare-and-set, so that of two hosts that count at once both are counted.
public final class StoreCounter: Sendable {
    private struct Reply: Decodable {
        var swapped: Bool?
        var value: Data?
    }

    /// Others that count the same key at once; more than so many are given up on.
    private static let rounds = 20

    private let services: any HostServices
    private let caller: ServiceCaller
    /// For a store that answers on the asking thread.
    private let pool: WorkerPool

    /// - Parameters:
    ///   - services: with `store.get/1` and `store.swap/1`.
    ///   - owner: under whose name the numbers are kept: no processor's.
    public init(services: any HostServices, owner: String) {
        self.services = services
        caller = ServiceCaller(processor: owner, generation: 0, plugin: owner)
        pool = WorkerPool(name: "counter", limit: 1)
        pool.setHandler { _, _ in }
    }

    /// Adds one. Does not block.
    ///
    /// - Parameters:
    ///   - lifetime: after which the number is forgotten, from now.
    ///   - done: hears the new number, or nil when the store is away; once, on any thread.
    public func add(_ key: String, lifetime: Duration, done: @escaping @Sendable (Int?) -> Void) {
        swap(key, from: nil, lifetime: lifetime, rounds: Self.rounds, done: done)
    }

    /// The number; 0 when nothing was counted, nil when the store is away. Does not block.
    public func read(_ key: String, done: @escaping @Sendable (Int?) -> Void) {
        ask("store.get/1", "{\"key\":\(Self.quoted(key))}") { reply in
            done(reply.map { $0.value.map(Self.number) ?? 0 })
        }
    }

    /// Ends its thread; asks nothing more.
    public func close() { pool.close() }

    private func swap(
        _ key: String, from old: Data?, lifetime: Duration, rounds: Int, done: @escaping @Sendable (Int?) -> Void
    ) {
        let counted = old.map(Self.number) ?? 0
        let count = counted == .max ? counted : counted + 1
        let milliseconds = max(1, lifetime.components.seconds * 1000)
        let request =
            "{\"key\":\(Self.quoted(key)),\"old\":\(Self.base64(old)),\"new\":\(Self.base64(Data("\(count)".utf8))),"
            + "\"ttl_ms\":\(milliseconds)}"
        ask("store.swap/1", request) { [self] reply in
            guard let reply, let swapped = reply.swapped else { return done(nil) }
            if swapped { return done(count) }
            guard rounds > 0 else { return done(nil) }
            swap(key, from: reply.value, lifetime: lifetime, rounds: rounds - 1, done: done)
        }
    }

    private func ask(_ service: String, _ request: String, _ done: @escaping @Sendable (Reply?) -> Void) {
        let bytes = Array(request.utf8)
        @Sendable func heard(_ answer: ServiceAnswer) {
            guard answer.status == .ok else { return done(nil) }
            done(try? JSONDecoder().decode(Reply.self, from: Data(answer.payload)))
        }
        if services.begin(service: service, request: bytes, caller: caller, reply: heard) { return }
        let isTaken = pool.enqueue(
            .host { [services, caller] in
                heard(services.answer(service: service, request: bytes, caller: caller))
            })
        if !isTaken { done(nil) }
    }

    /// Never below 0, whoever wrote it; 0 for what is no number.
    private static func number(_ value: Data) -> Int { max(0, Int(String(decoding: value, as: UTF8.self)) ?? 0) }

    private static func base64(_ value: Data?) -> String { value.map { "\"\($0.base64EncodedString())\"" } ?? "null" }

    /// Keys are the host's own: ids that come from outside are in them as a digest.
    private static func quoted(_ key: String) -> String {
        "\"" + key.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }
}
