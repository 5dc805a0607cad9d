import Foundation
import Synchronization

/// An HTTP server on loopback that answers each request with the next piece of a script, byte for byte, and closes the
/// connection; the last one again and again.
package final class ScriptedServer: Sendable {
    package let port: Int
    private let listener: Int32
    private let script: [String]
    private let heads = Mutex<[String]>([])

    package init(_ script: [String]) throws {
        self.script = script
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else { throw S3Server.Broken(description: "no port on loopback") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [weak self] in
            while case let client = accept(listener, nil, nil), client >= 0 {
                self?.serve(client)
                close(client)
            }
            close(listener)
        }.start()
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// The heads of all requests, in the order in which they came.
    package var requests: [String] { heads.withLock { $0 } }

    /// An answer with a body, complete.
    package static func answer(_ status: Int, _ body: String, headers: String = "") -> String {
        "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\(headers)\r\n\(body)"
    }

    /// An answer as S3 refuses.
    package static func refusal(_ status: Int, _ code: String) -> String {
        answer(status, "<?xml version=\"1.0\"?><Error><Code>\(code)</Code><Message>secret words</Message></Error>")
    }

    private func serve(_ client: Int32) {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let mark = Array("\r\n\r\n".utf8)
        while true {
            if let end = received.firstRange(of: mark)?.upperBound {
                let head = String(decoding: received[..<end], as: UTF8.self)
                let length = head.lowercased().components(separatedBy: "content-length: ").dropFirst().first
                    .flatMap { Int($0.prefix { $0.isNumber }) }
                if received.count >= end + (length ?? 0) {
                    let count = heads.withLock { heads in
                        heads.append(head)
                        return heads.count
                    }
                    let answer = Array((script.count >= count ? script[count - 1] : script.last ?? "").utf8)
                    _ = send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
                    return
                }
            }
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            received += buffer[..<count]
        }
    }
}
