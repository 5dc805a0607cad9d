import HostConfiguration
import HostTransfers
import ScriptedServer
import Testing

@Suite("Transfers over TLS", .serialized)
struct TLSTests {
    private let certificates: Certificates
    private let loop = TransferLoop(name: "test")

    init() throws { certificates = try Certificates() }

    private func server(_ certificate: String, _ more: [String] = []) throws -> PeerProcess {
        try PeerProcess("openssl", in: certificates.folder) { port in
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "\(certificate).pem", "-key", "\(certificate).key",
                "-www",
            ]
                + more
        }
    }

    private func request(_ peer: PeerProcess, _ change: (inout TLSSettings) -> Void) -> TransferRequest {
        var request = TransferRequest(method: "GET", url: "https://127.0.0.1:\(peer.port)/")
        request.firstByteTimeout = .seconds(10)
        change(&request.tls)
        return request
    }

    @Test("a server whose certificate an own authority signed is trusted with that authority, and not without")
    func ownAuthority() throws {
        defer { loop.stop() }
        let peer = try server("server")
        defer { peer.stop() }
        let trusted = request(peer) { $0.authorities = certificates.path("ca.pem") }
        #expect(try loop.response(to: trusted).head.status == 200)
        for authorities in [nil, certificates.path("other.pem"), certificates.path("missing.pem")] {
            let failure = try loop.failure(of: request(peer) { $0.authorities = authorities })
            #expect(failure.reason == .untrusted, "\(failure.message)")
        }
    }

    @Test("a certificate for another name is not trusted")
    func otherName() throws {
        defer { loop.stop() }
        let peer = try server("misnamed")
        defer { peer.stop() }
        let failure = try loop.failure(of: request(peer) { $0.authorities = certificates.path("ca.pem") })
        #expect(failure.reason == .untrusted)
    }

    @Test("a server that asks who we are gets the client's certificate", arguments: ["-tls1_2", "-tls1_3"])
    func clientCertificate(version: String) throws {
        defer { loop.stop() }
        let peer = try server("server", [version, "-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem"])
        defer { peer.stop() }
        let known = request(peer) {
            $0.authorities = certificates.path("ca.pem")
            $0.certificate = certificates.path("client.pem")
            $0.key = certificates.path("client.key")
        }
        #expect(try loop.response(to: known).head.status == 200)
        let stranger = try loop.failure(of: request(peer) { $0.authorities = certificates.path("ca.pem") })
        #expect(stranger.reason == .untrusted, "\(stranger.message)")
    }

    @Test("TLS 1.1 is not spoken")
    func old() throws {
        defer { loop.stop() }
        let peer = try server("server", ["-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"])
        defer { peer.stop() }
        let failure = try loop.failure(of: request(peer) { $0.authorities = certificates.path("ca.pem") })
        #expect(failure.reason == .untrusted, "\(failure.message)")
    }

    @Test("a server that speaks no TLS is not trusted; one that hangs up is unreachable")
    func noTLS() throws {
        defer { loop.stop() }
        let plain = try ScriptedServer { connection in
            _ = try connection.take()
            try connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        defer { plain.stop() }
        let spoken = TransferRequest(method: "GET", url: "https://127.0.0.1:\(plain.port)/")
        #expect(try loop.failure(of: spoken).reason == .untrusted)
        let gone = try ScriptedServer { connection in _ = try connection.take() }
        defer { gone.stop() }
        let hungUp = TransferRequest(method: "GET", url: "https://127.0.0.1:\(gone.port)/")
        #expect(try loop.failure(of: hungUp).reason == .unreachable)
    }
}
