import PluginSDK
import PluginTestKit
import Synchronization
import Testing

struct StoreTests {
    private struct Progress: Codable, Sendable, Equatable {
        var page: Int
        var of: Int
    }

    private let services = MemoryServices()
    private var store: Store { services.host().store }

    @Test("bytes and Codable values come back as they were put")
    func values() async throws {
        try await store.put("bytes", [0, 255])
        try await store.put("progress", encoding: Progress(page: 3, of: 9))
        try await store.put("number", encoding: 7)
        #expect(try await store.get("bytes") == [0, 255])
        #expect(try await store.get("progress", as: Progress.self) == Progress(page: 3, of: 9))
        #expect(try await store.get("number", as: Int.self) == 7)
        #expect(try await store.get("none") == nil)
        #expect(try await store.get("none", as: Int.self) == nil)
        #expect(try await store.delete("number"))
        #expect(try await store.delete("number") == false)
    }

    @Test("a value of another shape is a decoding error, not nothing")
    func otherShape() async throws {
        try await store.put("progress", Array("[]".utf8))
        await #expect(throws: DecodingError.self) { try await store.get("progress", as: Progress.self) }
    }

    @Test("a value lives as long as it was given, at least a millisecond")
    func lifetime() async throws {
        try await store.put("a", [1], lifetime: .seconds(1))
        try await store.put("b", [1], lifetime: .microseconds(1))
        #expect(try await store.get("b") == [1])
        services.advance(by: .milliseconds(999))
        #expect(try await store.get("a") == [1])
        #expect(try await store.get("b") == nil)
        services.advance(by: .milliseconds(1))
        #expect(try await store.get("a") == nil)
    }

    @Test("a swap says whether it happened and what is there now")
    func swap() async throws {
        #expect(try await store.swap("a", from: nil, to: [1]) == .init(swapped: true, value: [1]))
        #expect(try await store.swap("a", from: nil, to: [2]) == .init(swapped: false, value: [1]))
        #expect(try await store.swap("a", from: [1], to: [2]) == .init(swapped: true, value: [2]))
        #expect(try await store.swap("a", from: [2], to: nil) == .init(swapped: true, value: nil))
        #expect(try await store.swap("a", from: [2], to: nil) == .init(swapped: false, value: nil))
    }

    @Test("a listing reads page after page until the end")
    func listing() async throws {
        for number in 0..<250 { try await store.put("n/\(1000 + number)", encoding: number) }
        try await store.put("other", [1])
        var seen: [Int] = []
        for try await entry in store.entries(prefix: "n/") { seen.append(try entry.decode(as: Int.self) ?? -1) }
        #expect(seen == Array(0..<250))
        let keys = try await store.entries(prefix: "", values: false).reduce(into: []) { $0.append($1) }
        #expect(keys.count == 251)
        #expect(keys.allSatisfy { $0.value == nil })
        let page = try await store.list(prefix: "n/", after: "n/1000", limit: 2)
        #expect(page.entries.map(\.key) == ["n/1001", "n/1002"])
        #expect(page.next == "n/1002")
        for try await entry in store.entries(prefix: "none/") { Issue.record("\(entry)") }
    }

    @Test("what a service refuses has its code, its sentence and its status")
    func refusals() async {
        let refusal = await #expect(throws: ServiceError.self) { try await store.put("", [1]) }
        #expect(refusal?.code == "store.key_invalid")
        #expect(refusal?.message == "A key has 1 to 512 bytes, this one 0.")
        #expect(refusal?.status == PROCTOR_REJECT)
        #expect(refusal?.service == "store.put/1")
        let large = await #expect(throws: ServiceError.self) {
            try await store.put("a", [UInt8](repeating: 0, count: 1 << 20 + 1))
        }
        #expect(large?.code == "store.value_too_large")
        let silent = ServiceError(status: PROCTOR_RETRY, service: "x.y/1", reply: [])
        #expect(silent.code == "service.refused")
        #expect(silent.message == "The service x.y/1 refused with status 1.")
    }

    @Test("an answer that cannot be read is the service's fault")
    func badReply() async {
        let host = Host { _, _ in Array(#"{"deleted":"yes"}"#.utf8) }
        let error = await #expect(throws: ServiceError.self) { try await host.store.delete("a") }
        #expect(error?.code == "service.bad_reply")
        #expect(error?.status == PROCTOR_REJECT)
    }
}

struct StoreTransactionTests {
    private let services = MemoryServices()
    private var store: Store { services.host().store }

    @Test("a transaction sees its own writes, and all of them happen together")
    func writes() async throws {
        try await store.put("a", encoding: 1)
        let sum = try await store.transaction { transaction in
            let a = try await transaction.get("a", as: Int.self) ?? 0
            try transaction.put("b", encoding: a + 1)
            transaction.delete("a")
            #expect(try await transaction.get("a") == nil)
            return a + (try await transaction.get("b", as: Int.self) ?? 0)
        }
        #expect(sum == 3)
        #expect(try await store.get("a") == nil)
        #expect(try await store.get("b", as: Int.self) == 2)
    }

    @Test("a transaction runs again when what it read has changed")
    func contention() async throws {
        let store = store
        let others = Mutex(0)
        try await store.transaction { transaction in
            let value = try await transaction.get("n", as: Int.self) ?? 0
            let isFirst = others.withLock { others in
                others += 1
                return others == 1
            }
            if isFirst { try await store.put("n", encoding: 10) }
            #expect(try await transaction.get("n", as: Int.self) == (isFirst ? nil : value))
            try transaction.put("n", encoding: value + 1)
        }
        #expect(others.withLock { $0 } == 2)
        #expect(try await store.get("n", as: Int.self) == 11)
    }

    @Test("many transactions at once lose no increment")
    func increments() async throws {
        let store = store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try await store.transaction(attempts: 1000) { transaction in
                        let n = try await transaction.get("n", as: Int.self) ?? 0
                        await Task.yield()
                        try transaction.put("n", encoding: n + 1)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.get("n", as: Int.self) == 16)
    }

    @Test("a transaction that others always beat gives up and asks to be tried later")
    func givesUp() async throws {
        let store = store
        let runs = Mutex(0)
        let error = await #expect(throws: ServiceError.self) {
            try await store.transaction(attempts: 3) { transaction in
                _ = try await transaction.get("n")
                let run = runs.withLock { runs in
                    runs += 1
                    return runs
                }
                try await store.put("n", encoding: run)
                transaction.put("m", [1])
            }
        }
        #expect(error?.code == "store.contended")
        #expect(error?.status == PROCTOR_RETRY)
        #expect(runs.withLock { $0 } == 3)
        #expect(try await store.get("m") == nil)
    }

    @Test("what the body throws ends the transaction without a trace")
    func throwing() async throws {
        await #expect(throws: Reject.self) {
            try await store.transaction { transaction in
                transaction.put("a", [1])
                throw Reject("No.")
            }
        }
        #expect(try await store.get("a") == nil)
    }

    @Test("keys that look alike are kept apart")
    func spelling() async throws {
        let seen = try await store.transaction { transaction in
            transaction.put("\u{E9}", [1])
            transaction.put("e\u{301}", [2])
            return try await transaction.get("\u{E9}")
        }
        #expect(seen == [1])
        #expect(try await store.get("\u{E9}") == [1])
        #expect(try await store.get("e\u{301}") == [2])
    }
}
