import Foundation
import Loopback

/// Clients in Python, in Tests/Fixtures/Peers, with Debian's interpreter and its httpx.
enum Peer {
    /// - Returns: status 0 when the client was content with all that it got.
    static func run(_ script: String, _ arguments: String...) throws -> CommandResult {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        return try CommandResult.run(
            "/usr/bin/env", ["-u", "PYTHONPATH", "/usr/bin/python3", "\(tests)/Fixtures/Peers/\(script)"] + arguments)
    }
}
