import HostDispatch
import HostObservability
import HostPostgreSQL
import HostServiceRequests

/// Why `sql.query/1` did not do what was asked.
struct SQLFailure: Error {
    let refusal: ServiceRefusal
    /// The database's own five characters (of the SQL standard), when it was the database that refused.
    var sqlstate: String?

    init(_ refusal: ServiceRefusal, sqlstate: String? = nil) {
        // What the request reader says is said here in this service's words.
        self.refusal =
            refusal.code == "service.bad_request" ? .reject("sql.bad_request", refusal.message) : refusal
        self.sqlstate = sqlstate
    }

    /// What a plugin hears: where the server is, and as whom it is reached, is for the log and for `/ready`.
    ///
    /// - Parameter database: its name in plugins.yaml.
    init(_ failure: PostgreSQLFailure, database: String) {
        switch failure.reason {
        case .unreachable, .closed:
            self.init(.retry("sql.unreachable", "the database \(database) cannot be reached: \(failure.message)"))
        case .timeout:
            self.init(.retry("sql.timeout", "the database \(database) took too long: \(failure.message)"))
        case .busy: self.init(.retry("sql.busy", "the database \(database) is busy: \(failure.message)"))
        case .conflict:
            self.init(.retry("sql.conflict", failure.message), sqlstate: failure.sqlstate)
        case .refused: self.init(.reject("sql.failed", failure.message), sqlstate: failure.sqlstate)
        }
    }

    var answer: ServiceAnswer {
        guard let sqlstate else { return refusal.answer }
        let members = [("code", refusal.code), ("message", refusal.message), ("sqlstate", sqlstate)]
        return ServiceAnswer(
            refusal.status, Array(JSONText.object(members.map { ($0.0, JSONText.quoted($0.1)) }).utf8))
    }
}
