import HostRedis
import HostServiceRequests

/// What removes values without their processor's asking. Blocks: for host threads only.
extension RedisStore {
    /// Most values that one script removes: others wait meanwhile.
    private static let batch: Int64 = 1_000

    /// Removes, for good, all that belongs to a tenant, of all processors. What other programs wrote is nobody's.
    /// - Returns: how many values.
    package func purge(tenant: String) throws(ServiceRefusal) -> Int { try purge("tenant", tenant) }

    /// The same of all that is about a person.
    package func purge(subject: String) throws(ServiceRefusal) -> Int { try purge("subject", subject) }

    /// Forgets up to 1000 keys of what has run out, by the server's clock; the values are gone already.
    ///
    /// - Parameter now: as other stores have it; the server's clock counts here.
    /// - Returns: how many; call again at once while it is not 0.
    package func sweep(now: Int64) throws(ServiceRefusal) -> Int {
        var arguments = RedisCommand(prefix)
        arguments.add(Self.batch)
        return try count(StoreScripts.sweep, arguments)
    }

    private func purge(_ kind: String, _ who: String) throws(ServiceRefusal) -> Int {
        var arguments = RedisCommand(prefix, kind, who)
        arguments.add(Self.batch)
        var total = 0
        while true {
            let removed = try count(StoreScripts.purge, arguments)
            guard removed > 0 else { return total }
            total += removed
        }
    }

    private func count(_ script: RedisScript, _ arguments: RedisCommand) throws(ServiceRefusal) -> Int {
        let reply: RedisValue
        do throws(RedisFailure) {
            reply = try client.ask(script, arguments: arguments)
        } catch {
            throw ServiceRefusal(error)
        }
        guard let count = reply.number.flatMap({ Int(exactly: $0) }) else { throw .unexpected }
        return count
    }
}
