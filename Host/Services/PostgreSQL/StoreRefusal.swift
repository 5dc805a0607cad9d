import HostPostgreSQL
import HostServiceRequests

extension ServiceRefusal {
    /// Why the store did not answer, in the store's words. Nothing of what was asked is in it.
    init(_ failure: PostgreSQLFailure) {
        switch failure.reason {
        case .unreachable: self = Self.away(failure)
        case .timeout: self = .retry("store.timeout", "the store did not answer in time")
        case .busy: self = .retry("store.busy", "too many requests wait for the store")
        case .conflict: self = .retry("store.contended", "others changed the same keys at once")
        case .closed: self = .retry("store.closed", "the store is closed: the host ends")
        case .refused: self = Self.refusal(failure)
        }
    }

    private static func away(_ failure: PostgreSQLFailure) -> ServiceRefusal {
        switch failure.sqlstate {
        case "53100": .retry("store.full", "the disk of the store's PostgreSQL is full: make room, nothing is lost")
        default: .retry("store.unreachable", "the store cannot be reached: \(failure.message)")
        }
    }

    private static func refusal(_ failure: PostgreSQLFailure) -> ServiceRefusal {
        switch failure.sqlstate {
        case "25006":
            .retry("store.read_only", "the store's PostgreSQL takes no writes: is it a standby?")
        case "42501":
            .retry("store.denied", "the store's role may not do this: it needs all rights on \(StoreTable.name)")
        case "22P05", "22021":
            .reject("store.key_invalid", "the store's database cannot hold these characters: make it with UTF8")
        default: .retry("store.failed", "the store's PostgreSQL refused: \(failure)")
        }
    }
}
