public import HostConfiguration

/// Which server, as whom, and how much of it.
public struct PostgreSQLSettings: Sendable, Equatable {
    public var server: ServerURL
    public var username: String?
    public var password: Secret?
    /// Set: the server's certificate and name are verified, always. Nil: as the URL's `sslmode` says.
    public var tls: TLSSettings?
    /// Connections at once.
    public var connections = 4
    /// Requests under way at once on one connection, when their transactions are implicit.
    public var pipeline = 1
    /// How long a request may take, waiting included, when it does not say.
    public var timeout = Duration.seconds(30)
    /// Until a connection is there.
    public var connectTimeout = Duration.seconds(5)
    /// Most requests that wait for their turn.
    public var waiting = 4_096
    /// Statements that each new connection begins with, in one transaction.
    public var setup: [String] = []

    public init(server: ServerURL) { self.server = server }

    /// `host:port/database`, for messages.
    public var place: String { "\(server.host):\(server.port)/\(server.database)" }

    /// Debian's authorities: libpq before 16 has no word for the system's.
    private static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"

    /// Parameters of the connection as libpq names them (PostgreSQL's manual, 34.1.2). The last of a name holds.
    var parameters: [(name: String, value: String)] {
        var parameters = [
            ("application_name", "proctor"),
            // A search for Kerberos tickets takes time and is never what is meant.
            ("gssencmode", "disable"),
            // Not for the environment to say, nor for a file of passwords: libpq looks at both.
            ("sslmode", "prefer"), ("passfile", "/dev/null/none"), ("target_session_attrs", "any"),
            // A peer that has vanished without a word is noticed.
            ("keepalives_idle", "15"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
        ]
        parameters += server.parameters.sorted { $0.key < $1.key }
        parameters += [
            ("host", server.host), ("port", String(server.port)), ("dbname", server.database),
            ("client_encoding", "UTF8"),
        ]
        if let username { parameters.append(("user", username)) }
        if let password { parameters.append(("password", password.value)) }
        if let tls {
            parameters += [
                ("sslmode", "verify-full"), ("sslrootcert", tls.authorities ?? Self.systemAuthorities),
                ("ssl_min_protocol_version", "TLSv1.2"),
            ]
            if let certificate = tls.certificate { parameters.append(("sslcert", certificate)) }
            if let key = tls.key { parameters.append(("sslkey", key)) }
        }
        return parameters
    }

    /// The first statement of a connection: how values are spelled, how long a statement may take, and that the server
    /// looks after its client while it works: a request that was given up ends there too.
    ///
    /// - Parameter version: the server's, as libpq counts: 140000 for 14.0, the first that can look after clients.
    func sessionStatement(version: Int32) -> PostgreSQLStatement {
        var values = [
            ("bytea_output", "hex"), ("datestyle", "ISO, YMD"), ("extra_float_digits", "1"),
            ("statement_timeout", String(timeout.wholeMilliseconds)),
        ]
        if version >= 140_000 { values.append(("client_connection_check_interval", "1000")) }
        let calls = values.map { "pg_catalog.set_config('\($0.0)', '\($0.1)', false)" }
        return PostgreSQLStatement("SELECT " + calls.joined(separator: ", "))
    }

    /// What takes a session back to where it began, after statements of which nothing is known: role, settings, locks,
    /// cursors and temporary tables. Prepared statements stay; `DISCARD ALL` would drop them.
    func cleaning(version: Int32) -> [PostgreSQLStatement] {
        [
            "RESET SESSION AUTHORIZATION", "RESET ALL", "CLOSE ALL", "DISCARD TEMP",
            "SELECT pg_catalog.pg_advisory_unlock_all()",
        ].map { PostgreSQLStatement($0) } + [sessionStatement(version: version)]
    }
}

extension Duration {
    /// At least 1, at most what the server's settings take.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        guard seconds < 2_000_000 else { return 2_000_000_000 }
        return max(1, seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }
}
