import Crypto

/// A Lua script that the server keeps under its digest.
public struct RedisScript: Sendable {
    public let source: String
    /// SHA-1, as the server names it; nothing is secured by it.
    let digest: String

    public init(_ source: String) {
        self.source = source
        digest = Insecure.SHA1.hash(data: Array(source.utf8)).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// By its digest: a few bytes in place of the source.
    func byDigest(keys: [String], _ arguments: RedisCommand) -> RedisCommand {
        call("EVALSHA", digest, keys, arguments)
    }

    /// For a server that does not know it, and keeps it then.
    func whole(keys: [String], _ arguments: RedisCommand) -> RedisCommand { call("EVAL", source, keys, arguments) }

    private func call(_ name: String, _ what: String, _ keys: [String], _ arguments: RedisCommand) -> RedisCommand {
        var command = RedisCommand(name, what, String(keys.count))
        command.add(keys)
        return command.appending(arguments)
    }
}
