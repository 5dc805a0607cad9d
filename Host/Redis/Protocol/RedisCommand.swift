/// A command with its arguments, as it is sent. Arguments are bytes: nothing in them can end or begin another command.
public struct RedisCommand: Sendable {
    private var body: [UInt8] = []
    private var count = 0

    /// - Parameter words: the command's name and its first arguments; none for the arguments of a ``RedisScript``.
    public init(_ words: String...) {
        for word in words { add(word) }
    }

    public mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add($0) }
    }

    public mutating func add(_ number: Int64) { add(String(number)) }

    public mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { add($0) } }

    public mutating func add(_ texts: [String]) {
        for text in texts { add(text) }
    }

    /// What `other` has, behind what is here.
    func appending(_ other: RedisCommand) -> RedisCommand {
        var command = self
        command.body += other.body
        command.count += other.count
        return command
    }

    private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        count += 1
        body += "$\(bytes.count)\r\n".utf8
        body += bytes
        body += "\r\n".utf8
    }

    /// As a RESP array of bulk strings.
    var encoded: [UInt8] { Array("*\(count)\r\n".utf8) + body }
}
