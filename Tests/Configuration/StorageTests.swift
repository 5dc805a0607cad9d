import Testing

@testable import HostConfiguration

/// Where data is kept beyond one machine.
@Suite struct StorageTests {
    private func host(_ text: String, _ environment: [String: String] = [:]) throws -> HostSettings {
        try FileText.parse("version: 1\nhost: { \(text) }", environment).host
    }

    @Test("a store behind sentinels is read, and the embedded database stays beside it")
    func sentinels() throws {
        let host = try FullFileTests.configuration().host
        let store = try #require(host.remoteStore)
        let sentinels = [
            SocketPlace(host: "one", port: 26379), SocketPlace(host: "::1", port: 5000),
            SocketPlace(host: "two", port: 26379),
        ]
        #expect(store.place == .sentinel(master: "mymaster", sentinels: sentinels))
        #expect(store.username == "proctor" && store.password?.value == "hunter2 @:/#%")
        #expect(store.sentinelPassword?.value == "hunter2 @:/#%" && store.database == 3 && store.prefix == "lumie:")
        #expect(store.tls?.authorities == "etc/tls/ca.pem" && store.timeout == .seconds(2))
        #expect(host.store.path == "etc/db/proctor.db" && !host.store.isSynchronous)
        let list = try self.host("store: { sentinels: [ \"a:1\", \"b\" ], master: m }").remoteStore
        let places = [SocketPlace(host: "a", port: 1), SocketPlace(host: "b", port: 26379)]
        #expect(list?.place == .sentinel(master: "m", sentinels: places) && list?.tls == nil)
    }

    @Test("a store in Redis is read, in one text or with more beside it")
    func redis() throws {
        let short = try host("store: redis://cache")
        #expect(short.remoteStore == RemoteStoreSettings(place: .redis(host: "cache", port: 6379)))
        #expect(short.store.path == "./var/proctor.db" && short.state == "./var")
        let long = try host("store: { url: \"rediss://u:p%40@cache:7000/2\", prefix: \"\", timeout: 1s }").remoteStore
        #expect(long?.place == .redis(host: "cache", port: 7000) && long?.database == 2 && long?.prefix == "")
        #expect(long?.username == "u" && long?.password?.value == "p@" && long?.tls == TLSSettings())
    }

    @Test("a store in PostgreSQL is read", arguments: ["postgres", "postgresql"])
    func postgres(scheme: String) throws {
        let url = "\(scheme)://u:p%2F@db.example/lumie?sslmode=verify-full&application_name=a%20b"
        let store = try host("store: { url: \"\(url)\", connections: 9 }").remoteStore
        var server = ServerURL(host: "db.example", port: 5432, database: "lumie")
        server.parameters = ["sslmode": "verify-full", "application_name": "a b"]
        #expect(store?.place == .postgres(server) && store?.connections == 9 && store?.tls == nil)
        #expect(store?.username == "u" && store?.password?.value == "p/")
        let socket = try host("store: \(scheme)://%2Fvar%2Frun%2Fpostgresql/lumie").remoteStore
        #expect(socket?.place == .postgres(ServerURL(host: "/var/run/postgresql", port: 5432, database: "lumie")))
    }

    @Test("blobs in a bucket are read")
    func blobs() throws {
        let host = try FullFileTests.configuration().host
        var bucket = S3Settings(
            bucket: "lumie", endpoint: "https://minio.example:9000", accessKey: "key",
            secretKey: Secret("hunter2 @:/#%"))
        (bucket.prefix, bucket.region) = ("proctor/blobs/", "ap-northeast-2")
        (bucket.sessionToken, bucket.isPathStyle, bucket.timeout) = (Secret("hunter2"), false, .seconds(10))
        bucket.tls.authorities = "/etc/ca.pem"
        bucket.retry = RetryPolicy(attempts: 2, first: .seconds(1), most: .seconds(1))
        bucket.retry.jitter = 0
        #expect(host.remoteBlobs == bucket && host.blobs == "etc/var/blobs")
        let amazon = try self.host("blobs: { url: \"s3://abc/d\", region: eu-west-1, access_key: a, secret_key: b }")
        #expect(amazon.remoteBlobs?.endpoint == "https://s3.eu-west-1.amazonaws.com")
        #expect(amazon.remoteBlobs?.prefix == "d/" && amazon.remoteBlobs?.isPathStyle == true)
        #expect(try self.host("blobs: file:///srv/blobs").blobs == "/srv/blobs")
        #expect(try self.host("blobs: { url: file:./b }").blobs == "./b")
    }

    @Test("buckets and databases are read, and who may use them")
    func grants() throws {
        let configuration = try FullFileTests.configuration()
        var images = S3Settings(
            bucket: "lumie", endpoint: "http://minio:9000", accessKey: "a", secretKey: Secret("hunter2 @:/#%"))
        images.region = "us-east-1"
        #expect(configuration.buckets.map(\.place) == [.s3(images), .folder("etc/samples")])
        #expect(configuration.buckets.map(\.access) == [.write, .read])
        let main = configuration.databases[0]
        var server = ServerURL(host: "db.example", port: 5433, database: "lu mie")
        server.parameters = ["application_name": "proctor"]
        #expect(main.place == .postgres(server) && main.username == "reader")
        #expect(main.password?.value == "hunter2 @:/#%" && main.tls?.authorities == "etc/tls/ca.pem")
        #expect(main.connections == 2 && main.timeout == .seconds(5) && main.rowLimit == 100)
        #expect(main.migrations == "etc/migrations" && main.tenantSetting == "app.tenant")
        let notes = configuration.databases[1]
        #expect(
            notes == DatabaseSettings(name: "notes", place: .sqlite(path: "etc/notes.db"), position: notes.position))
        let grading = try #require(configuration.processors.first)
        #expect(grading.upstreams == ["backend"] && grading.buckets == ["images", "samples"])
        #expect(grading.databases == ["notes"])
    }

    @Test("an optional variable that is not set leaves its key out, in the host's keys alone")
    func leftOut() throws {
        let text = """
            version: 1
            host:
              drain: ${DRAIN:-}
              store: { url: ${REDIS_URL:-}, sentinels: "${NODES:-}", master: "${MASTER:-}", password: "${A:-}${B:-}" }
              listeners: { l: { listen: 127.0.0.1:1, auth: { bearer: [ "${NEW:-}", "${OLD}" ] } } }
            upstreams: { gone: "${LLM_URL:-}", u: { url: "http://u", headers: { X-Key: "${KEY:-}" } } }
            processors: { p: { plugin: p, config: { a: "${A:-}", b: [ "${A:-}" ] } } }
            """
        let old = ["OLD": "0123456789abcdef"]
        let bare = try FileText.parse(text, old)
        #expect(bare.host.drain == .seconds(30) && bare.host.remoteStore == nil)
        #expect(bare.host.listeners.last?.authentication?.bearer.map(\.value) == ["0123456789abcdef"])
        #expect(bare.upstreams.map(\.name) == ["u"] && bare.upstreams.first?.headers == [])
        #expect(bare.processors.first.map { String(decoding: $0.configJSON, as: UTF8.self) } == #"{"a":"","b":[""]}"#)
        let redis = try FileText.parse(text, old.merging(["REDIS_URL": "redis://r", "B": "b"]) { $1 }).host
        #expect(redis.remoteStore?.password?.value == "b")
        let sentinels = try FileText.parse(text, old.merging(["NODES": "r:1,s:2", "MASTER": "m"]) { $1 }).host
        #expect(
            sentinels.remoteStore?.place
                == .sentinel(master: "m", sentinels: [.init(host: "r", port: 1), .init(host: "s", port: 2)]))
    }
}
