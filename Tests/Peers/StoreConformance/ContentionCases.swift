internal import HostDispatch
import HostThreads

extension StoreConformance {
    static let contentionCases = [
        StoreCase("of eight that swap the same value at once on two hosts one wins, in every round") { store in
            let rounds = 20
            let caller = store.caller()
            let wins = Guarded([Int](repeating: 0, count: rounds))
            let start = (0..<rounds).map { _ in RoundStart(count: 8) }
            onThreads(8) { thread in
                let host = thread % 2 == 0 ? store.store : store.other
                for round in 0..<rounds {
                    // All at once: nobody begins a round before everybody has ended the one before.
                    start[round].wait()
                    let old = round == 0 ? "null" : "\"\(base64("round \(round - 1)"))\""
                    let request = #"{"key":"k","old":\#(old),"new":"\#(base64("round \(round)"))"}"#
                    let reply = StoreUnderTest.ask(host, "store.swap/1", Array(request.utf8), caller)
                    if reply.contains(#""swapped":true"#) { wins.withLock { $0[round] += 1 } }
                }
            }
            try expect(wins.withLock { $0 }, [Int](repeating: 1, count: rounds))
        },
        StoreCase("transactions of eight on two hosts over the same two keys keep their sum") { store in
            let caller = store.caller()
            try expect(store.put("a", "1000"), "{}")
            try expect(store.put("b", "0"), "{}")
            @Sendable func number(_ key: String, _ host: any HostServices) -> Int {
                JSONMember.number(StoreUnderTest.ask(host, "store.get/1", Array(#"{"key":"\#(key)"}"#.utf8), caller))
                    ?? -1
            }
            let failures = Guarded<[String]>([])
            onThreads(8) { thread in
                let host = thread % 2 == 0 ? store.store : store.other
                var (moved, tries) = (0, 0)
                while moved < 10, tries < 5_000 {
                    tries += 1
                    let (a, b) = (number("a", host), number("b", host))
                    let request = """
                        {"checks":[{"key":"a","value":"\(base64("\(a)"))"},{"key":"b","value":"\(base64("\(b)"))"}],
                         "writes":[{"key":"a","value":"\(base64("\(a - 1)"))"},{"key":"b","value":"\(base64("\(b + 1)"))"}]}
                        """
                    let reply = StoreUnderTest.ask(host, "store.transact/1", Array(request.utf8), caller)
                    if reply == #"{"committed":true}"# { moved += 1 }
                    // A store may say that others were faster.
                    if !reply.hasPrefix(#"{"committed""#), reply != "retry store.contended" {
                        return failures.withLock { $0.append(reply) }
                    }
                }
            }
            try expect(failures.withLock { $0 }, [])
            try expect([number("a", store.store), number("b", store.other)], [920, 80])
        },
    ]
}

/// Where threads wait for one another.
private final class RoundStart: Sendable {
    private let missing: Guarded<Int>
    private let gate = Gate()

    init(count: Int) { missing = Guarded(count) }

    func wait() {
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        if isLast { gate.open() }
        gate.wait()
    }
}

/// Runs `body` on several threads at once and waits for all.
private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let threads = (0..<count).compactMap { number in HostThread.start(name: "test") { body(number) } }
    for thread in threads { thread.join() }
}
