import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOPosix
import Testing

@testable import HostDispatch
@testable import HostHTTP

@Suite("Heartbeats of event streams") struct HeartbeatTests {
    /// Keeps what is written.
    private struct Paper: ResponseBodyWriter {
        let text: Shared<String>

        func write(_ buffer: ByteBuffer) async throws { text.change { $0 += String(buffer: buffer) } }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws { text.change { $0 += "(end)" } }
    }

    private func emit(_ receiver: HTTPReceiver, _ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { receiver.take(piece: $0) }
    }

    private func settle(_ receiver: HTTPReceiver) {
        receiver.settle(
            Completion(
                status: .ok, payload: UnsafeRawBufferPointer(start: nil, count: 0), mediaType: nil, error: nil))
    }

    /// What a client reads of a stream that sends one piece, is silent until `until` holds of what was read, and ends.
    private func read(_ framing: PieceFraming, heartbeat: TimeAmount, until: @escaping (String) -> Bool) async throws
        -> String
    {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let receiver = HTTPReceiver(
            framing: framing, mediaType: "text/plain", jobID: "1", loop: loop, heartbeat: heartbeat)
        let response = await withUnsafeContinuation { continuation in
            receiver.expect(continuation)
            emit(receiver, "a")
        }
        let text = Shared("")
        async let written: Void = response.body.write(Paper(text: text))
        while !until(text.value) { try await Task.sleep(for: .milliseconds(5)) }
        settle(receiver)
        try await written
        return text.value
    }

    @Test("a silent event stream shows that it lives")
    func silent() async throws {
        let text = try await read(.events, heartbeat: .milliseconds(10)) { $0.hasSuffix(": ping\n\n: ping\n\n") }
        #expect(text.hasPrefix("data: a\n\n: ping\n\n: ping\n\n") && text.hasSuffix("(end)"))
    }

    @Test("other streams have nothing but their pieces")
    func raw() async throws {
        for (framing, piece) in [(PieceFraming.raw, "a"), (.lines, "a\n")] {
            #expect(try await read(framing, heartbeat: .nanoseconds(1)) { $0 == piece } == piece + "(end)")
        }
    }
}
