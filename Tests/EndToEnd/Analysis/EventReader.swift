import Foundation
import Loopback

/// A request whose answer comes in pieces, read one by one.
final class EventReader {
    private var connection: RawConnection?
    /// Of a connection that is closed.
    private var received = ""

    init(
        _ port: Int, _ path: String, _ body: String, accept: String = "text/event-stream", tenant: String = "demo"
    ) throws {
        let connection = try RawConnection(port: port)
        self.connection = connection
        connection.send(
            "POST \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept: \(accept)\r\nX-Tenant-Slug: \(tenant)\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// Everything that came.
    var text: String { connection?.text ?? received }

    /// Waits until this has come.
    func wait(for text: String) throws { try connection?.receive(until: text) }

    /// Of the answer.
    var status: Int { text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

    /// The documents of all events or lines, when the host has closed the connection: that of a refusal, too.
    func documents() throws -> [[String: Any]] {
        received = try connection?.receiveAll() ?? received
        connection = nil
        return received.components(separatedBy: "\n").compactMap { line in
            guard let start = line.firstIndex(of: "{") else { return nil }
            return (try? JSONSerialization.jsonObject(with: Data(line[start...].utf8))) as? [String: Any]
        }
    }
}
