import Testing

@testable import HostHTTP

@Suite("Memories of signatures") struct SignatureMemoryTests {
    private let signature = [UInt8](repeating: 7, count: 32)

    @Test("all who ask for a secret share its memory, and other secrets have their own")
    func shared() {
        let memories = SignatureMemories()
        let first = memories.memory(of: "one", window: 300, now: 1_000)
        #expect(first.use(signature, timestamp: 1_000, now: 1_000) == .fresh)
        #expect(
            memories.memory(of: "one", window: 300, now: 1_000).use(signature, timestamp: 1_000, now: 1_000) == .used)
        #expect(
            memories.memory(of: "two", window: 300, now: 1_000).use(signature, timestamp: 1_000, now: 1_000) == .fresh)
    }

    @Test("the longest window of a secret's listeners counts, whichever came first", arguments: [(30, 300), (300, 30)])
    func longestWindow(first: Int64, second: Int64) {
        let memories = SignatureMemories()
        let memory = memories.memory(of: "one", window: first, now: 1_000)
        _ = memories.memory(of: "one", window: second, now: 1_000)
        #expect(memory.use(signature, timestamp: 1_000, now: 1_000) == .fresh)
        #expect(memory.use(signature, timestamp: 1_000, now: 1_300) == .used)
    }

    @Test("a secret that no listener has any more is remembered until its signatures have run out")
    func dropped() {
        let memories = SignatureMemories()
        _ = memories.memory(of: "old", window: 300, now: 1_000).use(signature, timestamp: 1_000, now: 1_000)
        let held = memories.memory(of: "held", window: 300, now: 1_000)
        _ = memories.memory(of: "new", window: 300, now: 1_300)
        #expect(memories.count == 3)
        _ = memories.memory(of: "new", window: 300, now: 2_000)
        #expect(memories.count == 2)
        #expect(memories.memory(of: "held", window: 300, now: 2_000) === held)
    }
}
