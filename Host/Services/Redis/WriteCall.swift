import HostDispatch
import HostRedis
import HostServiceRequests

/// The arguments of ``StoreScripts/write``, one after the other, and what it returns.
struct WriteCall {
    private(set) var arguments = RedisCommand()
    private let subject: String

    /// - Parameters:
    ///   - checks: keys with the values that they must have; nil: must be absent.
    ///   - wantsFound: whether the outcome has the value of a check that failed.
    init(
        prefix: String, caller: ServiceCaller, checks: [(key: String, value: [UInt8]?)] = [], wantsFound: Bool = false
    ) {
        subject = caller.subject ?? ""
        arguments.add([prefix, caller.processor, caller.tenant ?? "", wantsFound ? "1" : "0", String(checks.count)])
        for (key, value) in checks { add(key, value) }
    }

    mutating func add(_ write: StoreWrite) {
        add(write.key, write.value)
        arguments.add(write.lifetime.map(String.init) ?? "")
        arguments.add(write.subject ?? subject)
    }

    mutating func remove(_ key: String) {
        add(key, nil)
        arguments.add(["", ""])
    }

    private mutating func add(_ key: String, _ value: [UInt8]?) {
        arguments.add(key)
        arguments.add(value == nil ? "0" : "1")
        arguments.add(value ?? [])
    }

    struct Outcome {
        let isCommitted: Bool
        let removed: Int64
        /// What a failed check found.
        let found: [UInt8]?

        init(_ reply: RedisValue) throws(ServiceRefusal) {
            guard let parts = reply.elements, parts.count >= 2, let held = parts[0].number,
                let removed = parts[1].number
            else { throw .unexpected }
            isCommitted = held == 1
            self.removed = removed
            found = parts.count > 2 ? parts[2].content : nil
        }
    }
}
