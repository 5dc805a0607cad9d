import Foundation
import HostConfiguration
import HostThreads
import HostTransfers
import ScriptedServer
import Testing

@Suite("Transfers over HTTP/2", .serialized)
struct HTTP2Tests {
    private let certificates: Certificates
    private let loop = TransferLoop(name: "test")

    init() throws {
        certificates = try Certificates()
        try Data("small".utf8).write(to: certificates.folder.appendingPathComponent("small"))
        try Data(repeating: 7, count: 8 << 20).write(to: certificates.folder.appendingPathComponent("large"))
    }

    private func encrypted() throws -> PeerProcess {
        try PeerProcess("nghttpd", in: certificates.folder) { port in
            ["-a", "127.0.0.1", "-d", certificates.folder.path, String(port), "server.key", "server.pem"]
        }
    }

    private func request(_ peer: PeerProcess, _ path: String) -> TransferRequest {
        var request = TransferRequest(method: "GET", url: "https://127.0.0.1:\(peer.port)\(path)")
        request.tls.authorities = certificates.path("ca.pem")
        return request
    }

    /// Connections of this side to a peer that stand, as the kernel lists them.
    private func connections(to peer: PeerProcess) -> Int {
        let file = FileHandle(forReadingAtPath: "/proc/net/tcp")
        let table = String(decoding: file?.readDataToEndOfFile() ?? Data(), as: UTF8.self)
        let remote = ":" + String(peer.port, radix: 16, uppercase: true)
        return table.split(separator: "\n").filter { line in
            let fields = line.split(separator: " ")
            return fields.count > 3 && fields[2].hasSuffix(remote) && fields[3] == "01"
        }.count
    }

    @Test("over TLS it is agreed upon, and many requests share one connection")
    func many() throws {
        defer { loop.stop() }
        let peer = try encrypted()
        defer { peer.stop() }
        let good = Guarded((count: 0, right: 0))
        let done = Gate()
        for _ in 0..<90 {
            loop.start(request(peer, "/small")) { result in
                let isRight = (try? result.get())?.text == "small"
                let isLast = good.withLock {
                    $0.count += 1
                    $0.right += isRight ? 1 : 0
                    return $0.count == 90
                }
                if isLast { done.open() }
            }
        }
        #expect(done.wait(.seconds(60)))
        #expect(good.withLock { $0.right } == 90)
        #expect(connections(to: peer) == 1)
    }

    @Test("without TLS it is spoken when the settings say so")
    func plain() throws {
        defer { loop.stop() }
        let peer = try PeerProcess("nghttpd", in: certificates.folder) { port in
            ["-a", "127.0.0.1", "-d", certificates.folder.path, "--no-tls", String(port)]
        }
        defer { peer.stop() }
        var request = TransferRequest(method: "GET", url: "http://127.0.0.1:\(peer.port)/small")
        request.version = .http2
        for _ in 0..<3 { #expect(try loop.response(to: request).text == "small") }
    }

    @Test("over TLS, when the settings say so, requests share the connection, too")
    func settled() throws {
        defer { loop.stop() }
        let peer = try encrypted()
        defer { peer.stop() }
        var request = request(peer, "/small")
        request.version = .http2
        for _ in 0..<3 { #expect(try loop.response(to: request).text == "small") }
        #expect(connections(to: peer) == 1)
    }

    @Test("a stream that its reader holds does not hold up others of the same connection")
    func held() throws {
        defer { loop.stop() }
        let peer = try encrypted()
        defer { peer.stop() }
        let reader = Reader(holds: true)
        let transfer = loop.stream(request(peer, "/large"), to: reader)
        #expect(reader.wait { $0.pieces == 1 })
        for _ in 0..<20 {
            var small = request(peer, "/small")
            small.firstByteTimeout = .seconds(10)
            #expect(try loop.response(to: small).text == "small")
        }
        #expect(connections(to: peer) == 1)
        while reader.ends.isEmpty {
            let pieces = reader.pieces
            transfer.resume()
            #expect(reader.wait { $0.pieces > pieces || !$0.ends.isEmpty })
        }
        #expect(try reader.waitForEnd() == nil)
        #expect(reader.bytes == 8 << 20)
    }
}
