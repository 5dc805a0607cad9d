import PluginSDK
import PluginTestKit
import Testing

struct BlobsAndQueueTests {
    private struct Sheet: Codable, Sendable, Equatable { var number: Int }

    private let services = MemoryServices()

    @Test("a blob comes back with its bytes and its media type")
    func blobs() async throws {
        let blobs = services.host().blobs
        let bytes = Array("\n{}\n".utf8) + [0, 255]
        try await blobs.put("scans/1", bytes, mediaType: "image/png", subject: "s-1")
        try await blobs.put("scans/2", [])
        #expect(try await blobs.get("scans/1") == .init(bytes: bytes, mediaType: "image/png"))
        #expect(try await blobs.get("scans/2") == .init(bytes: [], mediaType: nil))
        #expect(try await blobs.get("scans/3") == nil)
        let listed = try await blobs.entries(prefix: "scans/").reduce(into: []) { $0.append($1) }
        #expect(
            listed == [
                .init(key: "scans/1", size: 6, mediaType: "image/png"), .init(key: "scans/2", size: 0, mediaType: nil),
            ])
        #expect(try await blobs.delete("scans/1"))
        #expect(try await blobs.delete("scans/1") == false)
    }

    @Test("blobs are listed across pages, and gone when their lifetime is over")
    func pagesAndLifetime() async throws {
        let blobs = services.host().blobs
        for number in 0..<120 { try await blobs.put("\(1000 + number)", [1], lifetime: .seconds(1)) }
        #expect(try await blobs.entries(prefix: "").reduce(0) { count, _ in count + 1 } == 120)
        services.advance(by: .seconds(1))
        #expect(try await blobs.list(prefix: "").entries.isEmpty)
    }

    @Test("a blob that is too large says so")
    func tooLarge() async {
        let blobs = MemoryServices(blobLimit: 3).host().blobs
        let error = await #expect(throws: ServiceError.self) { try await blobs.put("a", [1, 2, 3, 4]) }
        #expect(error?.code == "blobs.too_large")
    }

    @Test("a job is queued with all that was said of it")
    func queue() async throws {
        let queue = services.host(for: ServiceCaller(tenant: "north", subject: "s-1")).queue
        let first = try await queue.put(
            "grading", encoding: Sheet(number: 7), id: "sheet-7", headers: ["x-kind": "retake"], priority: 5,
            delay: .milliseconds(1500))
        #expect(first == .init(id: "sheet-7", isDuplicate: false))
        #expect(try await queue.put("grading", [1], id: "sheet-7") == .init(id: "sheet-7", isDuplicate: true))
        let second = try await queue.put("reports", [1, 2], subject: "s-2")
        #expect(!second.id.isEmpty)
        let jobs = services.jobs
        #expect(jobs.map(\.queue) == ["grading", "reports"])
        #expect(jobs.map(\.id) == ["sheet-7", second.id])
        #expect(jobs.map(\.payload) == [Array(#"{"number":7}"#.utf8), [1, 2]])
        #expect(
            jobs.map(\.headers) == [
                [
                    "x-kind": "retake", "content-type": "application/json", "x-tenant-slug": "north",
                    "x-subject-id": "s-1",
                ],
                ["x-tenant-slug": "north", "x-subject-id": "s-2"],
            ])
        #expect(jobs.map(\.priority) == [5, 0])
        #expect(jobs.map(\.delay) == [.milliseconds(1500), .zero])
        #expect(jobs.map(\.subject) == ["s-1", "s-2"])
        #expect(jobs.first?.json == ["number": 7])
    }

    @Test(
        "a queue that does not take a job says why",
        arguments: [("foreign", "queue.not_allowed", PROCTOR_REJECT), ("gone", "queue.unknown", PROCTOR_REJECT)])
    func refusals(_ name: String, _ code: String, _ status: proctor_status) async {
        let services = MemoryServices(mayEnqueue: ["work", "gone"], boundQueues: ["work", "foreign"])
        let error = await #expect(throws: ServiceError.self) { try await services.host().queue.put(name, []) }
        #expect(error?.code == code)
        #expect(error?.status == status)
    }
}
