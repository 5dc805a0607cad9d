/// Where plugins' store is, when it is not in the embedded database.
public struct RemoteStoreSettings: Sendable, Equatable {
    public enum Place: Sendable, Equatable {
        /// One server.
        case redis(host: String, port: Int)
        /// The master that sentinels name; each as host and port.
        case sentinel(master: String, sentinels: [SocketPlace])
        /// A connection text for libpq, without a password.
        case postgres(ServerURL)
    }

    public var place: Place
    public var username: String?
    public var password: Secret?
    /// For the sentinels themselves.
    public var sentinelPassword: Secret?
    /// Redis's number.
    public var database = 0
    /// What all keys begin with, Redis only: `PREFIX` + `PROCESSOR:KEY`.
    public var prefix = ""
    public var tls: TLSSettings?
    /// Connections at once, PostgreSQL only; per host.
    public var connections = 4
    /// How long one request may take.
    public var timeout = Duration.seconds(5)

    public init(place: Place) { self.place = place }
}

public struct SocketPlace: Sendable, Hashable {
    public var host: String
    public var port: Int

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

/// The address of a PostgreSQL database.
public struct ServerURL: Sendable, Hashable {
    public var host: String
    public var port: Int
    public var database: String
    /// Further connection parameters of the URL's query that libpq knows: `sslmode`, `application_name`.
    public var parameters: [String: String] = [:]

    public init(host: String, port: Int, database: String) {
        self.host = host
        self.port = port
        self.database = database
    }
}

/// A place of blobs: a folder, or a bucket of an S3 service.
public enum BlobSettings: Sendable, Equatable {
    case folder(String)
    case s3(S3Settings)
}

/// A bucket of an S3 service.
public struct S3Settings: Sendable, Equatable {
    public var bucket: String
    /// What all keys begin with; empty or ending in `/`.
    public var prefix = ""
    /// `https://s3.REGION.amazonaws.com` when the file names none. Without a path.
    public var endpoint: String
    public var region = "us-east-1"
    public var accessKey: String
    public var secretKey: Secret
    public var sessionToken: Secret?
    /// `endpoint/bucket/key`, as MinIO wants it; else `bucket.endpoint/key`.
    public var isPathStyle = true
    public var tls = TLSSettings()
    public var timeout = Duration.seconds(30)
    public var retry = RetryPolicy(attempts: 3, first: .milliseconds(200), most: .seconds(2))

    public init(bucket: String, endpoint: String, accessKey: String, secretKey: Secret) {
        self.bucket = bucket
        self.endpoint = endpoint
        self.accessKey = accessKey
        self.secretKey = secretKey
    }
}

/// An entry under `buckets:`: a place of objects that others write too; processors that are granted it name it.
public struct BucketSettings: Sendable, Equatable {
    public enum Access: String, Sendable, CaseIterable { case read, write }

    public let name: String
    public var place: BlobSettings
    public var access = Access.read
    public let position: SourcePosition

    public init(name: String, place: BlobSettings, position: SourcePosition) {
        self.name = name
        self.place = place
        self.position = position
    }
}

/// An entry under `databases:`: SQL for processors that are granted it.
public struct DatabaseSettings: Sendable, Equatable {
    public enum Place: Sendable, Equatable {
        case sqlite(path: String)
        case postgres(ServerURL)
    }

    public let name: String
    public var place: Place
    public var username: String?
    public var password: Secret?
    public var tls: TLSSettings?
    /// Connections at once; per host. SQLite: readers beside the one writer.
    public var connections = 4
    /// How long one request may take; also the server's `statement_timeout`.
    public var timeout = Duration.seconds(30)
    /// Most rows of one answer.
    public var rowLimit = 10_000
    /// A folder of files `0001-name.sql`, applied in order before the first job; nil for none.
    public var migrations: String?
    /// The session setting that holds the job's tenant in each transaction, `app.tenant`, for row-level security;
    /// PostgreSQL only. A request without a tenant is then refused.
    public var tenantSetting: String?
    public let position: SourcePosition

    public init(name: String, place: Place, position: SourcePosition) {
        self.name = name
        self.place = place
        self.position = position
    }
}
