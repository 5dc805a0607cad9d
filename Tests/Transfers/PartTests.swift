import CCurl
import Fuzzing
import Testing

@testable import HostTransfers

@Suite("Parts of transfers")
struct PartTests {
    @Test("deadlines come out in their order, whatever is moved and taken out between")
    func deadlines() {
        var random = SeededRandom(7)
        for _ in 0..<50 {
            var queue = DeadlineQueue<Int>()
            var model: [Int: UInt64] = [:]
            for _ in 0..<400 {
                let key = Int.random(in: 0..<60, using: &random)
                if Int.random(in: 0..<4, using: &random) == 0 {
                    queue.remove(key)
                    model[key] = nil
                } else {
                    let deadline = UInt64.random(in: 0..<1_000, using: &random)
                    queue.set(key, deadline)
                    model[key] = deadline
                }
                #expect(queue.next == model.values.min())
                #expect(queue.count == model.count)
            }
            var last: UInt64 = 0
            #expect(queue.next.map { $0 == 0 || queue.take(now: $0 - 1) == nil } ?? true)
            while let next = queue.next, let key = queue.take(now: next) {
                #expect(model.removeValue(forKey: key) == next)
                #expect(next >= last)
                last = next
            }
            #expect(model.isEmpty)
        }
    }

    private static func times(_ change: (inout TransferRequest) -> Void = { _ in }) -> TransferTimes {
        var request = TransferRequest(method: "GET", url: "http://x")
        request.connectTimeout = .nanoseconds(10)
        request.firstByteTimeout = .nanoseconds(20)
        request.idleTimeout = .nanoseconds(5)
        request.totalTimeout = .nanoseconds(100)
        change(&request)
        return TransferTimes(request, now: 1_000)
    }

    @Test("each time-out runs in its own phase")
    func times() {
        var connecting = Self.times()
        #expect(connecting.deadline == 1_010)
        #expect(connecting.check(now: 1_010) == .failed(.connectTimeout))
        connecting.headArrived(now: 1_010)
        connecting.requestBegan()
        #expect(connecting.phase == .receiving)
        var waiting = Self.times()
        waiting.requestBegan()
        #expect(waiting.check(now: 1_010) == .again(at: 1_020))
        #expect(waiting.check(now: 1_020) == .failed(.firstByteTimeout))
        var receiving = Self.times()
        receiving.requestBegan()
        receiving.headArrived(now: 1_015)
        receiving.pieceArrived(now: 1_018)
        #expect(receiving.check(now: 1_020) == .again(at: 1_023))
        #expect(receiving.check(now: 1_023) == .failed(.idleTimeout))
        var held = Self.times()
        held.headArrived(now: 1_015)
        held.hold()
        #expect(held.check(now: 1_090) == .again(at: 1_100))
        held.resume(now: 1_090)
        #expect(held.deadline == 1_095)
        #expect(held.check(now: 1_100) == .failed(.totalTimeout))
        var endless = Self.times {
            $0.totalTimeout = nil
            $0.idleTimeout = .seconds(Int64.max)
        }
        endless.headArrived(now: 1_015)
        #expect(endless.check(now: 1 << 60) != .failed(.totalTimeout))
    }

    @Test("of a request that may have arrived no failure says that it can be sent again")
    func failures() {
        func reason(_ code: CURLcode, _ text: String = "", wasSent: Bool) -> TransferFailure.Reason {
            CurlFailure.failure(code, text: text, wasSent: wasSent, place: "h:1").reason
        }
        let codes = [
            (CURLE_OPERATION_TIMEDOUT, ""), (CURLE_COULDNT_CONNECT, ""), (CURLE_COULDNT_RESOLVE_HOST, ""),
            (CURLE_SSL_CONNECT_ERROR, "OpenSSL SSL_connect: SSL_ERROR_SYSCALL"), (CURLE_SEND_ERROR, ""),
            (CURLE_RECV_ERROR, ""), (CURLE_GOT_NOTHING, ""), (CURLE_HTTP2, ""),
        ]
        for (code, text) in codes {
            #expect(reason(code, text, wasSent: true) == .broken)
            #expect([.unreachable, .connectTimeout].contains(reason(code, text, wasSent: false)))
        }
        #expect(reason(CURLE_OPERATION_TIMEDOUT, wasSent: false) == .connectTimeout)
        #expect(reason(CURLE_SSL_CONNECT_ERROR, "wrong version number", wasSent: true) == .untrusted)
        #expect(reason(CURLE_PEER_FAILED_VERIFICATION, wasSent: false) == .untrusted)
        #expect(reason(CURLE_RECV_ERROR, "tlsv13 alert certificate required", wasSent: true) == .untrusted)
    }

    private func parse(_ lines: [String]) -> (HeadParser, HeadParser.Step) {
        var parser = HeadParser()
        var step = HeadParser.Step.more
        for line in lines { step = Array(line.utf8).withUnsafeBytes { parser.add($0) } }
        return (parser, step)
    }

    @Test("interim answers are passed over, and trailers left out")
    func interim() {
        var (parser, step) = parse([
            "HTTP/1.1 103 Early\r\n", "Link: x\r\n", "\r\n", "HTTP/2 200 \r\n", "A:  b \r\n", "no header\r\n", "\r\n",
        ])
        #expect(step == .complete)
        #expect(parser.head?.status == 200)
        #expect(parser.head?.headers.map { "\($0.name)=\($0.value)" } == ["a=b"])
        step = Array("Trailer: x\r\n".utf8).withUnsafeBytes { parser.add($0) }
        #expect(step == .more)
        #expect(parser.head?.headers.count == 1)
        #expect(parse(["HTTP/1.1 999 X\r\n"]).1 == .broken)
        #expect(parse(["\r\n"]).1 == .broken)
    }

    @Test("a mutated head is a status from 200 to 599 with lower-case names, or none")
    func mutatedHeads() {
        var random = SeededRandom(11)
        let seed = Array("HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 5\nX: \n y\n\n".utf8)
        for _ in 0..<FuzzRounds.count(4_000) {
            var parser = HeadParser()
            for line in seed.mutated(&random).split(separator: 10, omittingEmptySubsequences: false) {
                if Array(line).withUnsafeBytes({ parser.add($0) }) != .more { break }
            }
            guard let head = parser.head else { continue }
            #expect((200...599).contains(head.status))
            #expect(head.headers.allSatisfy { !$0.name.isEmpty && $0.name == $0.name.lowercased() })
        }
    }
}
