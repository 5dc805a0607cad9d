import PluginSDK
import PluginTestKit
import Testing

struct BucketTests {
    @Test("a bucket's blobs are not the processor's own, and each bucket has its own")
    func apart() async throws {
        let services = MemoryServices(buckets: ["images": .write, "archive": .write])
        let host = services.host()
        try await host.blobs.put("a", [1])
        try await host.bucket("images").put("a", [2, 2], mediaType: "image/png")
        #expect(try await host.blobs.get("a")?.bytes == [1])
        #expect(try await host.bucket("images").get("a") == Blob(bytes: [2, 2], mediaType: "image/png"))
        #expect(try await host.bucket("archive").get("a") == nil)
        #expect(try await host.bucket("images").list(prefix: "").entries.map(\.size) == [2])
        #expect(try await host.bucket("archive").delete("a") == false)
        #expect(try await host.bucket("images").delete("a"))
        #expect(try await host.blobs.get("a") != nil)
    }

    @Test("objects of a bucket do not run out, and their keys have no dots for parts")
    func bounds() async throws {
        let images = MemoryServices(buckets: ["images": .write]).host().bucket("images")
        let lifetime = await #expect(throws: ServiceError.self) {
            try await images.put("a", [1], lifetime: .seconds(1))
        }
        #expect(lifetime?.code == "service.bad_request")
        for key in ["../a", "a/./b", "a/.."] {
            let error = await #expect(throws: ServiceError.self) { try await images.get(key) }
            #expect(error?.code == "store.key_invalid")
        }
        #expect(try await images.get("a/..b") == nil)
    }

    @Test("a bucket that may only be read is read, and neither written nor emptied")
    func readOnly() async throws {
        let services = MemoryServices(buckets: ["images": .read])
        services.fill(bucket: "images", "scan", [7])
        let images = services.host().bucket("images")
        #expect(try await images.get("scan")?.bytes == [7])
        let put = await #expect(throws: ServiceError.self) { try await images.put("scan", [8]) }
        let delete = await #expect(throws: ServiceError.self) { try await images.delete("scan") }
        #expect(put?.code == "blobs.read_only" && delete?.code == "blobs.read_only")
        let unknown = await #expect(throws: ServiceError.self) { try await services.host().bucket("other").get("a") }
        #expect(unknown?.code == "blobs.unknown_bucket")
    }
}
