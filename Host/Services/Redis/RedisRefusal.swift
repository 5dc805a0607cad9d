import HostRedis
import HostServiceRequests

extension ServiceRefusal {
    /// Why the store did not answer, in the store's words. Nothing of what was asked is in it.
    init(_ failure: RedisFailure) {
        switch failure {
        case .unreachable, .interrupted:
            self = .retry("store.unreachable", "the store cannot be reached: \(failure)")
        case .timeout: self = .retry("store.timeout", "the store did not answer in time")
        case .busy: self = .retry("store.busy", "too many requests wait for the store")
        case .closed: self = .retry("store.closed", "the store is closed: the host ends")
        case .server(let error): self = Self.refusal(error.code)
        }
    }

    static let unexpected = ServiceRefusal.retry("store.failed", "the store answered something unexpected")

    private static func refusal(_ code: String) -> ServiceRefusal {
        switch code {
        case "OOM":
            .retry("store.full", "the memory of the store's Redis is full: raise its maxmemory, or make room")
        case "MISCONF", "NOREPLICAS":
            .retry("store.read_only", "the store's Redis takes no writes now (\(code)): see its log")
        case "BUSY", "TRYAGAIN": .retry("store.busy", "the store's Redis is busy with a script")
        case "NOPERM":
            .retry(
                "store.denied",
                "the store's user may not do this: it needs all keys of the prefix, +@read, +@write, +@scripting and +time"
            )
        case "MOVED", "ASK", "CROSSSLOT", "CLUSTERDOWN":
            .retry("store.denied", "the store's Redis is a cluster: a single server or sentinels are needed")
        case "WRONGTYPE":
            .reject("store.foreign", "another program keeps something that is no string under this key")
        default: .retry("store.failed", "the store's Redis refused with \(code)")
        }
    }
}
