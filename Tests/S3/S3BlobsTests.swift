import Foundation
import HostConfiguration
import HostDispatch
import HostThreads
import HostTransfers
import S3Peer
import Testing

@testable import HostBuckets
@testable import HostS3

@Suite struct S3BlobsTests {
    private let clock = TestClock()

    private func blobs(_ settings: S3Settings) -> S3Blobs {
        S3Blobs(settings, transfers: BlobConformanceTests.transfers, now: { [clock] in clock.now() })
    }

    private func shared(_ prefix: String) throws -> S3Blobs {
        try blobs(BlobConformanceTests.server.get().settings(prefix: prefix))
    }

    @Test("1,000 small gets at once are all answered")
    func many() throws {
        let blobs = try shared("many/")
        let numbers = 0..<1_000
        for number in 0..<50 { _ = blobs.ask("blobs.put/1", "{\"key\":\"\(number)\"}\nblob \(number)") }
        let replies = blobs.askAll("blobs.get/1", numbers.map { "{\"key\":\"\($0 % 60)\"}" })
        let wanted = numbers.map { number in
            let content = "blob \(number % 60)"
            return number % 60 < 50 ? "{\"size\":\(content.utf8.count)}\n\(content)" : "{}"
        }
        #expect(replies == wanted)
    }

    @Test("blobs are listed in pages, and what others put between them is passed over")
    func pages() throws {
        let server = try BlobConformanceTests.server.get()
        let blobs = try shared("pages/")
        let keys = (0..<250).map { "scan \($0 * 7_919 % 250)" }
        let replies = blobs.askAll("blobs.put/1", keys.map { "{\"key\":\"\($0)\"}\n" })
        #expect(replies == keys.map { _ in #"{"size":0}"# })
        let client = S3Client(
            server.settings(prefix: "pages/"), transfers: BlobConformanceTests.transfers,
            now: { [clock] in clock.now() })
        for name in ["!readme.txt", "!\u{fe0f}", "zz"] {
            let gate = Gate()
            client.put("grading/" + name, [1], headers: [], until: 0) { _ in gate.open() }
            gate.wait()
        }
        let pages = try listed(by: blobs, prefix: "", limit: 100)
        #expect(pages.flatMap(\.self) == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        let first = blobs.ask("blobs.list/1", #"{"prefix":"","limit":1}"#)
        #expect(first == #"{"entries":[{"key":"scan 0","size":0}],"next":"scan 0"}"#)
    }

    @Test("2,500 objects of a bucket are listed in three pages")
    func manyPages() throws {
        let server = try S3Server(objects: 2_500)
        let buckets = BucketService(
            own: blobs(server.settings()), transfers: BlobConformanceTests.transfers, now: { [clock] in clock.now() })
        buckets.configure(
            [
                BucketSettings(
                    name: "images", place: .s3(server.settings(prefix: "filled/")),
                    position: SourcePosition(file: "plugins.yaml", line: 1, column: 1))
            ], grants: ["grading": ["images"]])
        let pages = try listed(by: buckets, prefix: "scan", limit: 1_000, more: #","bucket":"images""#)
        #expect(pages.map(\.count) == [1_000, 1_000, 500])
        let keys = (0..<2_500).map { "scan \($0)" }
        #expect(pages.flatMap(\.self) == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    /// The keys of each page.
    private func listed(
        by service: any HostServices, prefix: String, limit: Int, more: String = ""
    ) throws -> [[String]] {
        struct Page: Decodable {
            struct Entry: Decodable { let key: String }

            let entries: [Entry]
            let next: String?
        }
        var pages: [[String]] = []
        var after = ""
        while true {
            let request = "{\"prefix\":\"\(prefix)\",\"limit\":\(limit),\"after\":\"\(after)\"\(more)}"
            let page = try JSONDecoder().decode(Page.self, from: Data(service.ask("blobs.list/1", request).utf8))
            pages.append(page.entries.map(\.key))
            guard let next = page.next else { return pages }
            after = next
        }
    }

    @Test("a server that checks signatures takes ours, and no wrong secret or unknown key")
    func credentials() throws {
        let server = try S3Server(isVerifying: true)
        var settings = server.settings(prefix: "a b+c/")
        #expect(blobs(settings).ask("blobs.put/1", "{\"key\":\"k 1+%\",\"media_type\":\"a/b\"}\nx") == #"{"size":1}"#)
        #expect(
            blobs(settings).ask("blobs.list/1", #"{"prefix":"k 1"}"#)
                == #"{"entries":[{"key":"k 1+%","size":1,"media_type":"a/b"}]}"#)
        #expect(blobs(settings).ask("blobs.delete/1", #"{"key":"k 1+%"}"#) == #"{"deleted":true}"#)
        settings.secretKey = Secret("not the secret")
        #expect(blobs(settings).ask("blobs.get/1", #"{"key":"k"}"#) == "reject blobs.access_denied")
        let said = blobs(settings).complaint("blobs.get/1", #"{"key":"k"}"#)
        #expect(said.contains("SignatureDoesNotMatch") && !said.contains("not the secret"))
        settings = server.settings()
        settings.accessKey = "AKIAUNKNOWN"
        #expect(blobs(settings).complaint("blobs.get/1", #"{"key":"k"}"#).contains("InvalidAccessKeyId"))
    }

    @Test("a bucket that is not there is no empty one")
    func noBucket() throws {
        var settings = try BlobConformanceTests.server.get().settings()
        settings.bucket = "no-such-bucket"
        for (service, request) in [("get", #"{"key":"k"}"#), ("list", #"{"prefix":""}"#), ("put", "{\"key\":\"k\"}\n")]
        {
            #expect(blobs(settings).ask("blobs.\(service)/1", request) == "retry blobs.unreachable")
        }
    }

    @Test("a server that is killed is waited for, and used again when it is back")
    func restart() throws {
        let server = try S3Server()
        let blobs = blobs(server.settings())
        #expect(blobs.ask("blobs.put/1", "{\"key\":\"k\"}\nx") == #"{"size":1}"#)
        server.kill()
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "retry blobs.unreachable")
        #expect(blobs.complaint("blobs.get/1", #"{"key":"k"}"#).contains("127.0.0.1:\(server.port)"))
        try server.restart()
        #expect(blobs.ask("blobs.get/1", #"{"key":"k"}"#) == "{}")
        #expect(blobs.ask("blobs.put/1", "{\"key\":\"k\"}\nx") == #"{"size":1}"#)
    }

    @Test("addresses by the bucket's own name reach it too")
    func virtualHosted() throws {
        var settings = try BlobConformanceTests.server.get().settings(prefix: "virtual/")
        settings.isPathStyle = false
        settings.endpoint = "http://localhost:\(try BlobConformanceTests.server.get().port)"
        #expect(blobs(settings).ask("blobs.put/1", "{\"key\":\"k\"}\nx") == #"{"size":1}"#)
        #expect(try shared("virtual/").ask("blobs.get/1", #"{"key":"k"}"#) == "{\"size\":1}\nx")
    }
}
