import HostRedis
import Testing

@Suite struct ReplyParserTests {
    private static let replies: [(text: String, value: RedisValue)] = [
        ("+OK\r\n", .text("OK")),
        ("-ERR no such thing\r\n", .error(RedisError("ERR no such thing"))),
        (":-42\r\n", .integer(-42)),
        (":9223372036854775807\r\n", .integer(.max)),
        ("$5\r\na\r\nb\0\r\n", .bytes(Array("a\r\nb\0".utf8))),
        ("$0\r\n\r\n", .bytes([])),
        ("$-1\r\n", .null),
        ("*-1\r\n", .null),
        ("*0\r\n", .array([])),
        ("*3\r\n:1\r\n*1\r\n$1\r\nx\r\n$-1\r\n", .array([.integer(1), .array([.bytes([0x78])]), .null])),
        ("*2\r\n-ERR in\r\n*0\r\n", .array([.error(RedisError("ERR in")), .array([])])),
        ("_\r\n", .null),
        ("#t\r\n", .boolean(true)),
        ("#f\r\n", .boolean(false)),
        (",3.5\r\n", .double(3.5)),
        (",inf\r\n", .double(.infinity)),
        ("(3492890328409238509324850943850943825024385\r\n", .text("3492890328409238509324850943850943825024385")),
        ("!10\r\nSYNTAX bad\r\n", .error(RedisError("SYNTAX bad"))),
        ("=8\r\ntxt:Some\r\n", .bytes(Array("Some".utf8))),
        ("%2\r\n+a\r\n:1\r\n+b\r\n*0\r\n", .map([.text("a"), .integer(1), .text("b"), .array([])])),
        ("~1\r\n+a\r\n", .array([.text("a")])),
        (">2\r\n+invalidate\r\n_\r\n", .push([.text("invalidate"), .null])),
        ("|1\r\n+ttl\r\n:3600\r\n*2\r\n|0\r\n:1\r\n:2\r\n", .array([.integer(1), .integer(2)])),
    ]

    @Test("each type of both protocols is read", arguments: replies)
    func types(_ text: String, _ value: RedisValue) throws {
        var parser = ReplyParser()
        parser.append(text.utf8)
        #expect(try parser.next() == value)
        #expect(try parser.next() == nil)
        #expect(!parser.isInside)
    }

    @Test("replies are the same whatever pieces they come in")
    func pieces() throws {
        let bytes = Array(Self.replies.map(\.text).joined().utf8)
        for size in [1, 2, 3, 7, 64, bytes.count] {
            var parser = ReplyParser()
            var read: [RedisValue] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                parser.append(bytes[start..<min(start + size, bytes.count)])
                while let value = try parser.next() { read.append(value) }
            }
            #expect(read == Self.replies.map(\.value))
        }
    }

    @Test(
        "what is no reply is refused",
        arguments: [
            ("?\r\n", ReplyDefect.type), ("\r\n", .type), ("GET / HTTP/1.1\r\n", .type), ("+a\rb", .line),
            ("$3\r\nabcd\r\n", .line), ("$3\r\nabc\n\r", .line), ("#x\r\n", .line), ("_x\r\n", .line),
            ("=2\r\nab\r\n", .line), (":\r\n", .number), (":1x\r\n", .number), (":9223372036854775808\r\n", .number),
            (",a\r\n", .number), ("$\r\n", .number), ("$-2\r\n", .length), ("*-2\r\n", .length),
            ("$99999999999\r\n", .length), ("*4000000000\r\n", .length), ("%9223372036854775807\r\n", .length),
            ("$?\r\n", .number),
        ])
    func defects(_ text: String, _ defect: ReplyDefect) {
        var parser = ReplyParser()
        parser.append(text.utf8)
        #expect(throws: defect) { try parser.next() }
    }

    @Test("lists in one another, lines and whole replies have bounds")
    func bounds() throws {
        var deep = ReplyParser()
        deep.append(String(repeating: "*1\r\n", count: 17).utf8)
        #expect(throws: ReplyDefect.depth) { try deep.next() }

        var limits = ReplyLimits()
        limits.line = 100
        limits.reply = 1_000
        var long = ReplyParser(limits: limits)
        long.append(repeatElement(0x2B, count: 101))
        #expect(throws: ReplyDefect.line) { try long.next() }

        var large = ReplyParser(limits: limits)
        large.append("*20\r\n".utf8)
        for _ in 0..<20 { large.append("$60\r\n\(String(repeating: "x", count: 60))\r\n".utf8) }
        #expect(throws: ReplyDefect.length) { try large.next() }
        // The bound is of each reply, not of all of them.
        var many = ReplyParser(limits: limits)
        for _ in 0..<100 {
            many.append("$60\r\n\(String(repeating: "x", count: 60))\r\n".utf8)
            #expect(try many.next() != nil)
        }
    }

    @Test("no room is made for what is only announced")
    func announced() throws {
        var parser = ReplyParser()
        for _ in 0..<16 { parser.append("*1048576\r\n".utf8) }
        parser.append("$60000000\r\nabc".utf8)
        #expect(try parser.next() == nil)
        #expect(parser.isInside)
    }
}
