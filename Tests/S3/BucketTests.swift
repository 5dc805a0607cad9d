import Foundation
import HostConfiguration
import HostDispatch
import HostThreads
import HostTransfers
import S3Peer
import Testing

@testable import HostBuckets
@testable import HostS3

/// A processor's own blobs, which tell what has reached them.
private struct OwnBlobs: HostServices {
    let names: Set = ["blobs.get/1", "blobs.put/1", "blobs.delete/1", "blobs.list/1", "other/1"]

    func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer(.ok, Array("own \(service) ".utf8) + request)
    }
}

@Suite struct BucketTests {
    private let folder: TestFolder
    private let service: BucketService

    init() throws {
        folder = try TestFolder()
        let clock = TestClock()
        service = BucketService(
            own: OwnBlobs(), transfers: BlobConformanceTests.transfers, limit: 1_000, now: { clock.now() })
        service.configure(
            [bucket("samples", .folder(folder.path), .write), bucket("kept", .folder(folder.path), .read)],
            grants: ["grading": ["samples", "kept"], "report": []])
    }

    private func bucket(
        _ name: String, _ place: BlobSettings, _ access: BucketSettings.Access
    ) -> BucketSettings {
        var bucket = BucketSettings(
            name: name, place: place, position: SourcePosition(file: "plugins.yaml", line: 1, column: 1))
        bucket.access = access
        return bucket
    }

    private func ask(_ service: String, _ key: String, more: String = "", content: String? = nil) -> String {
        self.service.ask(
            "blobs.\(service)/1",
            "{\"key\":\"\(key)\",\"bucket\":\"samples\"\(more)}" + (content.map { "\n\($0)" } ?? ""))
    }

    // MARK: Who may

    @Test("a request that names no bucket reaches the processor's own blobs as it came")
    func own() {
        #expect(service.ask("blobs.get/1", #"{"key": "k"}"#) == #"own blobs.get/1 {"key": "k"}"#)
        #expect(service.ask("other/1", #"{"bucket":"samples"}"#) == #"own other/1 {"bucket":"samples"}"#)
        #expect(service.names.contains("other/1"))
        #expect(!service.begin(service: "blobs.get/1", request: Array(#"{"key":"k"}"#.utf8), caller: caller()) { _ in })
    }

    @Test("only who is granted a bucket may use it, and only if there is one")
    func grants() {
        let get = #"{"key":"k","bucket":"samples"}"#
        #expect(service.ask("blobs.get/1", get) == "{}")
        #expect(service.ask("blobs.get/1", get, caller("report")) == "reject blobs.not_allowed")
        #expect(service.ask("blobs.get/1", get, caller("nobody")) == "reject blobs.not_allowed")
        #expect(service.ask("blobs.get/1", #"{"key":"k","bucket":"x"}"#) == "reject blobs.unknown_bucket")
        service.configure([], grants: [:])
        #expect(service.ask("blobs.get/1", get) == "reject blobs.unknown_bucket")
    }

    @Test("a bucket that may only be read is not written")
    func readOnly() throws {
        try folder.write("abc", to: "k.txt")
        #expect(service.ask("blobs.get/1", #"{"key":"k.txt","bucket":"kept"}"#).hasSuffix("\nabc"))
        #expect(service.ask("blobs.put/1", "{\"key\":\"k.txt\",\"bucket\":\"kept\"}\nx") == "reject blobs.read_only")
        #expect(service.ask("blobs.delete/1", #"{"key":"k.txt","bucket":"kept"}"#) == "reject blobs.read_only")
        #expect(service.ask("blobs.get/1", #"{"key":"k.txt","bucket":"kept"}"#).hasSuffix("\nabc"))
    }

    @Test("what a bucket cannot keep is refused")
    func refused() {
        #expect(ask("put", "k", more: #","ttl_ms":5"#, content: "x") == "reject service.bad_request")
        #expect(ask("put", "k", more: #","media_type":"\u00e9"#, content: "x") == "reject service.bad_request")
        #expect(ask("put", "k", content: String(repeating: "x", count: 1_001)) == "reject blobs.too_large")
        for key in ["..", "../x", "a/../b", ".", "a/./b", "a/.."] {
            #expect(ask("get", key) == "reject store.key_invalid")
            #expect(ask("put", key, content: "x") == "reject store.key_invalid")
            #expect(ask("delete", key) == "reject store.key_invalid")
        }
    }

    // MARK: Folders

    @Test("a folder's files are its objects, under their own paths")
    func files() throws {
        try folder.write("scan", to: "tmp/abc/omr 1.jpg")
        #expect(ask("get", "tmp/abc/omr 1.jpg") == "{\"size\":4,\"media_type\":\"image/jpeg\"}\nscan")
        #expect(ask("put", "tmp/new/a+b%20.json", content: "{}") == #"{"size":2}"#)
        #expect(try String(contentsOfFile: folder.path + "/tmp/new/a+b%20.json", encoding: .utf8) == "{}")
        #expect(ask("put", "tmp/new/a+b%20.json", content: "[]!") == #"{"size":3}"#)
        #expect(ask("get", "tmp/new/a+b%20.json").hasSuffix("\n[]!"))
        #expect(ask("delete", "tmp/new/a+b%20.json") == #"{"deleted":true}"#)
        #expect(ask("delete", "tmp/new/a+b%20.json") == #"{"deleted":false}"#)
        #expect(ask("get", "tmp/new/a+b%20.json") == "{}")
        #expect(ask("get", "tmp") == "{}")
        #expect(ask("get", "tmp//abc") == "{}")
        #expect(ask("put", "tmp/", content: "x") == "reject store.key_invalid")
        #expect(ask("put", String(repeating: "k", count: 300), content: "x") == "reject store.key_invalid")
    }

    @Test("a folder is listed in the order of the keys' bytes, in pages, without what is being written")
    func list() throws {
        for name in ["b/2", "a", "b/1", "b.txt", "c/d/e", "b/.proctor-1f", ".proctor-2"] {
            try folder.write("x", to: name)
        }
        func list(_ more: String) -> String { service.ask("blobs.list/1", "{\"bucket\":\"samples\"\(more)}") }
        func entries(_ keys: String...) -> String {
            keys.map { "{\"key\":\"\($0)\",\"size\":1\($0 == "b.txt" ? #","media_type":"text/plain""# : "")}" }
                .joined(separator: ",")
        }
        #expect(list(#","prefix":"""#) == "{\"entries\":[\(entries("a", "b.txt", "b/1", "b/2", "c/d/e"))]}")
        #expect(list(#","prefix":"","limit":2"#) == "{\"entries\":[\(entries("a", "b.txt"))],\"next\":\"b.txt\"}")
        #expect(list(#","prefix":"b/","after":"b/1""#) == "{\"entries\":[\(entries("b/2"))]}")
    }

    @Test("no link leads out of a folder")
    func links() throws {
        let secret = try TestFolder()
        try secret.write("secret", to: "file")
        #expect(symlink(secret.path + "/file", folder.path + "/link") == 0)
        #expect(symlink(secret.path, folder.path + "/folder") == 0)
        #expect(ask("get", "link") == "reject store.key_invalid")
        for service in ["get", "delete"] { #expect(!ask(service, "folder/file").contains("secret")) }
        _ = ask("put", "folder/new", content: "x")
        _ = ask("delete", "folder/file")
        #expect(try FileManager.default.contentsOfDirectory(atPath: secret.path) == ["file"])
        #expect(ask("put", "link", content: "mine") == #"{"size":4}"#, "the link itself is replaced")
        #expect(try String(contentsOfFile: secret.path + "/file", encoding: .utf8) == "secret")
        #expect(service.ask("blobs.list/1", #"{"prefix":"folder","bucket":"samples"}"#) == #"{"entries":[]}"#)
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(ask("get", "pipe") == "{}")
    }

    @Test("a folder that is not there is no empty bucket")
    func noFolder() {
        service.configure([bucket("samples", .folder(folder.path + "/none"), .read)], grants: ["grading": ["samples"]])
        #expect(ask("get", "k") == "retry blobs.unreachable")
        #expect(service.ask("blobs.list/1", #"{"prefix":"","bucket":"samples"}"#) == "retry blobs.unreachable")
    }

    // MARK: S3

    @Test("a bucket's objects are fetched, listed, put and deleted under their own keys, beneath its prefix")
    func objects() throws {
        let server = try BlobConformanceTests.server.get()
        let whole = bucket("whole", .s3(server.settings()), .write)
        let part = bucket("part", .s3(server.settings(prefix: "tmp/")), .write)
        service.configure([whole, part], grants: ["grading": ["whole", "part"]])
        let keys = [
            "abc/omr 1.jpg", "abc/a+b%20.jpg", "abc/caf\u{e9}", "abc/cafe\u{301}", "abc/\u{c2dc}\u{d5d8}&<.png",
        ]
        for (index, key) in keys.enumerated() {
            let put = "{\"key\":\"tmp/\(key)\",\"bucket\":\"whole\",\"media_type\":\"image/jpeg\"}\nscan \(index)"
            #expect(service.ask("blobs.put/1", put) == #"{"size":6}"#)
            let get = service.ask("blobs.get/1", "{\"key\":\"\(key)\",\"bucket\":\"part\"}")
            #expect(get == "{\"size\":6,\"media_type\":\"image/jpeg\"}\nscan \(index)")
        }
        let sorted = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let listed = service.ask("blobs.list/1", #"{"prefix":"abc/","bucket":"part"}"#)
        let entries = sorted.map { "{\"key\":\"\($0)\",\"size\":6}" }.joined(separator: ",")
        #expect(listed.utf8.elementsEqual("{\"entries\":[\(entries)]}".utf8))
        let page = service.ask("blobs.list/1", #"{"prefix":"abc/","bucket":"part","limit":1}"#)
        #expect(page.hasSuffix(",\"next\":\"\(sorted[0])\"}"))
        #expect(service.ask("blobs.delete/1", #"{"key":"abc/omr 1.jpg","bucket":"part"}"#) == #"{"deleted":true}"#)
        #expect(service.ask("blobs.delete/1", #"{"key":"abc/omr 1.jpg","bucket":"part"}"#) == #"{"deleted":false}"#)
        #expect(service.ask("blobs.get/1", #"{"key":"tmp/abc/omr 1.jpg","bucket":"whole"}"#) == "{}")
    }

    @Test("a request for a bucket on S3 holds no thread")
    func begun() throws {
        let server = try BlobConformanceTests.server.get()
        service.configure([bucket("s3", .s3(server.settings()), .read)], grants: ["grading": ["s3"]])
        let replies = service.askAll("blobs.get/1", (0..<20).map { "{\"key\":\"none \($0)\",\"bucket\":\"s3\"}" })
        #expect(replies == [String](repeating: "{}", count: 20))
        #expect(
            service.askAll("blobs.put/1", ["{\"key\":\"k\",\"bucket\":\"s3\"}\n"]).first?.contains("read_only") == true)
    }
}
