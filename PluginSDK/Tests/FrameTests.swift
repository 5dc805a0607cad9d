import Testing

@testable import PluginSDK

struct FrameTests {
    @Test("the first line feed ends the head, and the body is what follows")
    func parsing() {
        #expect(Frame(parsing: Array("{}\na\nb".utf8)) == Frame(head: Array("{}".utf8), body: Array("a\nb".utf8)))
        #expect(Frame(parsing: Array("{}\n".utf8)) == Frame(head: Array("{}".utf8), body: []))
        #expect(Frame(parsing: Array("{}".utf8)) == Frame(head: Array("{}".utf8), body: nil))
        #expect(Frame(parsing: []) == Frame(head: [], body: nil))
    }

    @Test("mutated frames are taken apart into the bytes that they had")
    func mutated() {
        var random = SplitMix(state: 11)
        for _ in 0..<FuzzRounds.count(2000) {
            let bytes = (0..<random.below(12)).map { _ in
                random.below(3) == 0 ? UInt8(0x0A) : UInt8(truncatingIfNeeded: random.next())
            }
            let frame = Frame(parsing: bytes)
            #expect(frame.bytes == bytes)
            #expect(!frame.head.contains(0x0A))
        }
    }

    @Test("a reply whose bytes are not as many as it says is not read")
    func wrongSize() async {
        for reply in ["{\"size\":3}\nab", "{\"size\":3}", "{}\nab", "[]\n", ""] {
            let host = Host { _, _ in Array(reply.utf8) }
            await #expect(throws: ServiceError.badReply("blobs.get/1"), "\(reply)") {
                try await host.blobs.get("a")
            }
        }
        let host = Host { _, _ in Array(#"{"size":1}"#.utf8) }
        await #expect(throws: ServiceError.badReply("blobs.put/1")) { try await host.blobs.put("a", [1, 2]) }
    }
}
