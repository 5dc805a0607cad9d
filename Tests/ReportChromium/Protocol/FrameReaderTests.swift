import Fuzzing
import Testing

@testable import ReportChromium

@Suite("Frames of the browser's pipe") struct FrameReaderTests {
    private func frames(_ pieces: [[UInt8]], limit: Int = 100) throws(ProtocolFault) -> [String] {
        var reader = FrameReader(limit: limit)
        var frames: [String] = []
        for piece in pieces {
            piece.withUnsafeBytes { reader.append($0) }
            while let frame = try reader.next() { frames.append(String(decoding: frame, as: UTF8.self)) }
        }
        return frames
    }

    @Test("frames are cut the same wherever the stream is split")
    func splits() throws {
        let stream = Array("one\0\0three\0four".utf8)
        for cut in 0...stream.count {
            #expect(try frames([Array(stream[..<cut]), Array(stream[cut...])]) == ["one", "", "three"])
        }
        #expect(try frames(stream.map { [$0] }) == ["one", "", "three"])
    }

    @Test("a frame that ends exactly with what was read is whole, and the next one is not confused with it")
    func exactEnd() throws {
        #expect(
            try frames([Array("one\0".utf8), Array("two\0".utf8), Array("th".utf8), Array("ree\0".utf8)])
                == ["one", "two", "three"])
    }

    @Test("a frame over the limit is a fault, whole or not")
    func tooLong() {
        #expect(throws: ProtocolFault.self) { try frames([[UInt8](repeating: 65, count: 101)]) }
        #expect(throws: ProtocolFault.self) { try frames([[UInt8](repeating: 65, count: 101) + [0]]) }
        #expect(throws: Never.self) { try frames([[UInt8](repeating: 65, count: 100) + [0]]) }
    }

    @Test("mutated streams in random pieces give frames within the limit, or a fault")
    func mutatedStreams() {
        var random = SeededRandom(11)
        let stream = Array("{\"id\":1,\"result\":{}}\0{\"method\":\"A.b\",\"params\":{\"x\":\"y\"}}\0[1,2]\0".utf8)
        for _ in 0..<FuzzRounds.count(1000) {
            var rest = stream.mutated(&random)[...]
            var reader = FrameReader(limit: 40)
            do throws(ProtocolFault) {
                while !rest.isEmpty {
                    let piece = Array(rest.prefix(Int.random(in: 1...30, using: &random)))
                    rest = rest.dropFirst(piece.count)
                    piece.withUnsafeBytes { reader.append($0) }
                    while let frame = try reader.next() {
                        #expect(frame.count <= 40 && !frame.contains(0))
                        _ = try? ProtocolMessage(frame)
                    }
                }
            } catch {
                #expect(error.reason.contains("40 bytes"))
            }
        }
    }
}
