import Fuzzing
import HostDatabase
import HostDispatch
import Testing

@testable import HostEmbeddedServices

@Suite struct RequestFuzzTests {
    private static let requests: [(service: String, request: String)] = [
        ("store.get/1", #"{"key":"sheets/17"}"#),
        ("store.put/1", #"{"key":"a","value":"YWJjZA==","ttl_ms":86400000,"subject":"kim"}"#),
        ("store.swap/1", #"{"key":"a","old":"YWJj","new":null,"ttl_ms":1}"#),
        ("store.list/1", #"{"prefix":"sheets/","after":"sheets/9","limit":1000,"values":true}"#),
        (
            "store.transact/1",
            #"{"checks":[{"key":"a","value":null},{"key":"b","value":"YQ=="}],"#
                + #""writes":[{"key":"a","value":"YQ==","ttl_ms":5}]}"#
        ),
        ("blobs.put/1", "{\"key\":\"scan.jpg\",\"media_type\":\"image/jpeg\",\"ttl_ms\":60000}\n\u{0}\u{1}bytes"),
        ("blobs.list/1", #"{"prefix":"","limit":1}"#),
        (
            "queue.put/1",
            #"{"queue":"marks","payload":"e30=","id":"j","headers":{"x-a":"1"},"priority":3,"delay_ms":5}"#
        ),
    ]

    private struct AnyQueue: JobQueue {
        func put(_ job: NewJob, done: @escaping @Sendable (PutOutcome) -> Void) { done(.added(id: job.id ?? "made")) }
        func describe(job id: String, in queue: String) -> [UInt8]? { nil }
    }

    @Test("mutated requests are answered or refused, and never crash the host")
    func mutatedRequests() throws {
        let bench = try Workbench()
        let parts: [any HostServices] = [bench.store, bench.blobs, QueueService(queue: AnyQueue()) { _, _ in true }]
        let byName = Dictionary(uniqueKeysWithValues: parts.flatMap { part in part.names.map { ($0, part) } })
        var random = SeededRandom(31)
        var counts: [JobStatus: Int] = [:]
        for _ in 0..<FuzzRounds.count(3_000) {
            let (service, request) = Self.requests[Int.random(in: 0..<Self.requests.count, using: &random)]
            let part = try #require(byName[service])
            let answer = part.answer(service: service, request: Array(request.utf8).mutated(&random), caller: caller())
            counts[answer.status, default: 0] += 1
        }
        #expect(counts[.ok, default: 0] > 30 && counts[.reject, default: 0] > 100, "\(counts)")
        #expect(counts.keys.allSatisfy { [.ok, .reject].contains($0) }, "\(counts)")
    }

    @Test(
        "a request that is no object of known members of the right types is refused",
        arguments: [
            "", "null", "[]", "7", "\"key\"", "{", "{}", #"{"key":"a"}x"#, #"{"key":7}"#, #"{"key":null}"#,
            #"{"key":"a","more":1}"#, #"{"key":["a"]}"#, "\u{feff}{}", String(repeating: "[", count: 100_000),
        ])
    func wrongShapes(request: String) throws {
        let store = try Workbench().store
        #expect(store.ask("store.get/1", request) == "reject service.bad_request")
    }

    @Test("a request that is no UTF-8 is refused")
    func encoding() throws {
        let request = Array(#"{"key":"a"#.utf8) + [0xC0, 0xAF, 0xFF] + Array(#""}"#.utf8)
        #expect(try Workbench().store.ask("store.get/1", request) == "reject service.bad_request")
    }

    @Test("mutated manifests and lists of checksums of backups are read or refused")
    func mutatedBackups() throws {
        let manifest = StateManifest(
            version: "1", created: "2026-11-21T08:30:12.345Z", databaseBytes: 4_096, blobs: 1, blobBytes: 7,
            lostBlobs: 0, checksums: String(repeating: "a", count: 64))
        let file = BackupFile.blob(BlobName())
        let list =
            ChecksumList.line(.database, sha256: String(repeating: "0", count: 64))
            + ChecksumList.line(file, sha256: String(repeating: "f", count: 64))
        var random = SeededRandom(32)
        var (read, refused) = (0, 0)
        for _ in 0..<FuzzRounds.count(2_000) {
            do throws(DatabaseFailure) {
                if Bool.random(using: &random) {
                    _ = try StateManifest(manifest.bytes.mutated(&random), path: "m")
                    read += 1
                    continue
                }
                try ChecksumList.read(list.mutated(&random), path: "l") { (file, _) throws(DatabaseFailure) in
                    #expect(!file.path.contains("..") && !file.path.hasPrefix("/"))
                }
                read += 1
            } catch {
                refused += 1
                #expect(["backup.damaged", "backup.later_version"].contains(error.code))
            }
        }
        #expect(read > 20 && refused > 20, "\(read) \(refused)")
        #expect(try StateManifest(manifest.bytes, path: "m") == manifest)
    }
}
