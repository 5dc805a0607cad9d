import HostConfiguration
import HostPostgreSQL
import HostServiceRequests
import Logging

/// A database on a PostgreSQL server. Never blocks.
struct PostgreSQLDatabase {
    let name: String
    let pool: PostgreSQLPool
    private let tenantSetting: String?

    /// - Parameter former: the database of that name before, whose connections go on if nothing about them has changed.
    init(_ settings: DatabaseSettings, _ server: ServerURL, former: PostgreSQLDatabase?, log: Logger) {
        name = settings.name
        tenantSetting = settings.tenantSetting
        let connection = PostgreSQLSettings(settings, server)
        if let former, former.pool.settings == connection {
            pool = former.pool
        } else {
            pool = PostgreSQLPool(connection, log: log)
        }
    }

    func perform(_ query: DatabaseQuery, done: @escaping @Sendable (Result<[PostgreSQLResult], SQLFailure>) -> Void) {
        var request = PostgreSQLRequest(query.statements, .block(isReadOnly: query.isReadOnly))
        request.timeout = query.timeout
        request.rowLimit = query.rowLimit
        request.byteLimit = QueryReply.limit
        if let tenantSetting {
            guard let tenant = query.tenant else {
                return done(
                    .failure(
                        SQLFailure(
                            .reject(
                                "sql.no_tenant",
                                "the database \(name) is asked for a tenant only: the job has none, and the request "
                                    + "names none"))))
            }
            request.settings = [(tenantSetting, tenant)]
        }
        pool.perform(request) { [name] outcome in done(outcome.mapError { SQLFailure($0, database: name) }) }
    }
}

extension PostgreSQLSettings {
    /// Refuses a role that sees all rows whatever a tenant's policy says: superusers, and those that were given
    /// `BYPASSRLS`. Of a table's owner, who does so too without `FORCE ROW LEVEL SECURITY`, nothing is known here.
    private static let roleCheck = """
        DO $proctor$ BEGIN
            IF (SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
                RAISE EXCEPTION 'the role % is above row-level security, and tenant_setting is set: use another role',
                    current_user;
            END IF;
        END $proctor$
        """

    init(_ settings: DatabaseSettings, _ server: ServerURL) {
        self.init(server: server)
        username = settings.username
        password = settings.password
        tls = settings.tls
        connections = settings.connections
        timeout = settings.timeout
        if settings.tenantSetting != nil { setup = [Self.roleCheck] }
    }
}
