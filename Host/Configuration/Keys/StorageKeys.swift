/// What may stand under `host.store`.
enum StoreKeys {
    enum Sync: String, Sendable, CaseIterable { case full, normal }

    static let url = SettingKey.location(
        "url", .nothing, schemes: ["sqlite", "redis", "rediss", "postgres", "postgresql"],
        example: "sqlite:./var/proctor.db",
        "Where plugins' store is: sqlite:PATH, in the embedded database; or a Redis or PostgreSQL.")
    static let path = SettingKey.text(
        "path", .derived, example: "./var/proctor.db",
        "The embedded database's file; proctor.db in the state folder by default.")
    static let sync = SettingKey.choice(
        "sync", default: Sync.full,
        "The embedded database: full waits for the disk at each commit; normal may lose the last moments in a power "
            + "cut, never in a crash.")
    static let sentinels = SettingKey.node(
        "sentinels", .oneOrMore(.text(pattern: nil)), .nothing, example: "[ \"redis:26379\" ]",
        "Instead of url: the sentinels of a Redis, HOST:PORT, as a list or with commas between them.")
    static let master = SettingKey.line(
        "master", most: 255, example: "mymaster", "With sentinels: the master's name.")
    static let sentinelPassword = SettingKey.secret(
        "sentinel_password", least: 1, example: "${SENTINEL_PASSWORD}", "The password of the sentinels themselves.")
    static let database = SettingKey.integer(
        "database", in: 0...1_000_000, .derived,
        "With sentinels: the number of Redis's database, which a URL has in its path; 0 by default.")
    static let username = SettingKey.line(
        "username", most: 255, example: "proctor", "The user, when the URL names none.")
    static let password = SettingKey.secret(
        "password", least: 1, example: "${REDIS_PASSWORD}", "The password, when the URL has none.")
    static let prefix = SettingKey.line(
        "prefix", .derived, most: 128, orEmpty: true, example: "\"proctor:\"",
        "Redis: what all keys begin with; nothing by default.")
    static let connections = SettingKey.integer(
        "connections", in: 1...1000, .derived, example: "4",
        "PostgreSQL: connections at once; 4 by default. Per host.")
    static let timeout = SettingKey.duration(
        "timeout", in: .milliseconds(10) ... .seconds(300), .derived, example: "5s",
        "Redis and PostgreSQL: how long one request may take; 5s by default.")

    static let shape = MappingShape(
        keys: [
            url.entry, path.entry, sync.entry, sentinels.entry, master.entry, sentinelPassword.entry, database.entry,
            username.entry, password.entry, prefix.entry, TLSKeys.tls.entry, connections.entry, timeout.entry,
        ], short: "url")
}

/// What may be said about a place of blobs: `host.blobs`, and one name of `buckets:`.
enum BlobKeys {
    static let url = SettingKey.location(
        "url", .derived, schemes: ["file", "s3"], example: "file:./var/blobs",
        "file:PATH, or s3://BUCKET with or without a /PREFIX; blobs in the state folder by default.")
    static let endpoint = SettingKey.url(
        "endpoint", .derived, example: "http://minio.example:9000",
        "S3: the service's address; that of Amazon's for the region by default.")
    static let region = SettingKey.line(
        "region", .derived, most: 63, example: "us-east-1", "S3: the region that is signed; us-east-1 by default.")
    static let accessKey = SettingKey.line(
        "access_key", most: 255, example: "${MINIO_ACCESS_KEY}", "S3: who asks; required there.")
    static let secretKey = SettingKey.secret(
        "secret_key", least: 1, example: "${MINIO_SECRET_KEY}", "S3: the key of the signature; required there.")
    static let sessionToken = SettingKey.secret(
        "session_token", least: 1, example: "${AWS_SESSION_TOKEN}", "S3: the token of keys that hold for a time.")
    static let pathStyle = SettingKey.boolean(
        "path_style", .derived, example: "true",
        "S3: ENDPOINT/BUCKET/KEY, the default; false: the bucket stands before the endpoint's host.")
    static let timeout = SettingKey.duration(
        "timeout", in: .milliseconds(100) ... .seconds(3600), .derived, example: "30s",
        "S3: how long one attempt may take; 30s by default.")
    static let retry: SettingKey<ConfigurationNode> = {
        let key = RetryKeys.key(
            RetryPolicy(attempts: 3, first: .milliseconds(200), most: .seconds(2)),
            "S3: when a request that failed for the moment is sent again.", attempts: "Attempts in all.")
        return .node(key.name, key.entry.shape, .nothing, example: key.entry.example, key.entry.summary)
    }()

    /// Those of S3 alone.
    static let remote = [
        endpoint.entry, region.entry, accessKey.entry, secretKey.entry, sessionToken.entry, pathStyle.entry,
        TLSKeys.tls.entry, timeout.entry, retry.entry,
    ]
    static let shape = MappingShape(keys: [url.entry] + remote, short: "url")
}

/// What may stand under one name of `buckets:`.
enum BucketKeys {
    static let url = SettingKey.location(
        "url", .refused, schemes: ["file", "s3"], example: "s3://lumie",
        "s3://BUCKET with or without a /PREFIX, or file:PATH.")
    static let access = SettingKey.choice(
        "access", default: BucketSettings.Access.read, "Whether processors may only read, or write and delete too.")

    static let shape = MappingShape(keys: [url.entry, access.entry] + BlobKeys.remote, short: "url")
}

/// What may stand under one name of `databases:`.
enum DatabaseKeys {
    static let url = SettingKey.location(
        "url", .refused, schemes: ["sqlite", "postgres", "postgresql"], example: "postgres://db.example/lumie",
        "sqlite:PATH, or postgres://HOST/DATABASE with or without user and password.")
    static let username = SettingKey.line(
        "username", most: 255, example: "${DB_USERNAME}", "PostgreSQL: the user, when the URL names none.")
    static let password = SettingKey.secret(
        "password", least: 1, example: "${DB_PASSWORD}", "PostgreSQL: the password, when the URL has none.")
    static let connections = SettingKey.integer(
        "connections", in: 1...1000, .value("4"), example: "4",
        "Connections at once; with SQLite readers beside the one writer. Per host.")
    static let timeout = SettingKey.duration(
        "timeout", in: .milliseconds(10) ... .seconds(3600), default: "30s", "How long one request may take.")
    static let rowLimit = SettingKey.integer(
        "row_limit", in: 1...1_000_000, .value("10000"), example: "10000", "Most rows of one answer.")
    static let migrations = SettingKey.text(
        "migrations", example: "./migrations",
        "A folder of files 0001-name.sql, which are applied once, in order, before the first job.")
    static let tenantSetting = SettingKey.text(
        "tenant_setting", example: "app.tenant", pattern: #"^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+$"#,
        "PostgreSQL: the setting that holds the tenant in each transaction; requests without a tenant are refused then."
    )

    static let shape = MappingShape(
        keys: [
            url.entry, username.entry, password.entry, TLSKeys.tls.entry, connections.entry, timeout.entry,
            rowLimit.entry, migrations.entry, tenantSetting.entry,
        ], short: "url")
}
