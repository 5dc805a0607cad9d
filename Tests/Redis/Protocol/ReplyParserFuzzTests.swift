import Fuzzing
import HostRedis
import Testing

@Suite struct ReplyParserFuzzTests {
    private static let stream = Array(
        ("*3\r\n$3\r\nfoo\r\n:1000\r\n$-1\r\n+OK\r\n-WRONGTYPE Operation\r\n%1\r\n+k\r\n~2\r\n#t\r\n,1.25\r\n"
            + "=7\r\ntxt:abc\r\n|1\r\n+a\r\n:1\r\n*2\r\n*1\r\n_\r\n*0\r\n>1\r\n$2\r\nhi\r\n!5\r\nERR x\r\n").utf8)

    @Test("mutated replies are read or refused, the same in any pieces, and never crash the host")
    func mutatedReplies() {
        var random = SeededRandom(61)
        var (whole, refused) = (0, 0)
        for _ in 0..<FuzzRounds.count(5_000) {
            let bytes = Self.stream.mutated(&random)
            let atOnce = Self.read([bytes[...]])
            var pieces: [ArraySlice<UInt8>] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...12, using: &random))
                pieces.append(piece)
                rest = rest.dropFirst(piece.count)
            }
            let inPieces = Self.read(pieces)
            // As text: no number is what is not one.
            #expect("\(atOnce.values)" == "\(inPieces.values)")
            #expect(atOnce.defect == inPieces.defect)
            if atOnce.defect == nil { whole += 1 } else { refused += 1 }
        }
        #expect(whole > 50 && refused > 500, "\(whole) \(refused)")
    }

    @Test("mutated beginnings of large lists take no more than they have")
    func mutatedHeads() {
        var random = SeededRandom(62)
        let head = Array("*1048576\r\n*1048576\r\n%1048576\r\n$67108864\r\n".utf8)
        for _ in 0..<FuzzRounds.count(2_000) { _ = Self.read([head.mutated(&random)[...]]) }
    }

    private static func read(_ pieces: [ArraySlice<UInt8>]) -> (values: [RedisValue], defect: ReplyDefect?) {
        var parser = ReplyParser()
        var values: [RedisValue] = []
        do throws(ReplyDefect) {
            for piece in pieces {
                parser.append(piece)
                while let value = try parser.next() { values.append(value) }
            }
        } catch {
            return (values, error)
        }
        return (values, nil)
    }
}
