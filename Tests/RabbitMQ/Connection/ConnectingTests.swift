import HostConfiguration
import HostThreads
import RabbitMQPeer
import Testing

@testable import HostRabbitMQ

/// All that needs the real broker, one after another: some tests freeze or end it.
@Suite("With a real broker", .serialized)
struct BrokerTests {}

extension BrokerTests {
    @Suite("Connecting")
    struct Connecting {
        /// The failure of the first attempt to connect.
        private func failure(_ settings: BrokerSettings) throws -> BrokerFailure {
            let session = RecordingSession()
            let thread = BrokerThread(settings, session)
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            #expect(session.waits { !$0.failedAttempts.isEmpty || !$0.opened.isEmpty })
            return try #require(session.seen.withLock { $0.failedAttempts.first }, "the connection was made")
        }

        private func opens(_ settings: BrokerSettings) -> Bool {
            let session = RecordingSession()
            let thread = BrokerThread(settings, session)
            thread.start()
            defer { thread.stop(within: .seconds(5)) }
            let isOpen = session.waits { !$0.failedAttempts.isEmpty || !$0.opened.isEmpty }
            return isOpen && thread.connects == 1
        }

        @Test("says what the broker is and has no hindrance; after stopping it has")
        func plain() throws {
            let session = RecordingSession()
            let server = Guarded("")
            session.whenOpened = { broker in server.withLock { $0 = broker.server } }
            let thread = BrokerThread(try RabbitMQServer.shared().settings(), session)
            #expect(thread.hindrance != nil)
            thread.start()
            #expect(session.waits { !$0.opened.isEmpty && $0.turns > 0 })
            #expect(thread.hindrance == nil)
            #expect(server.withLock { $0.hasPrefix("RabbitMQ ") })
            thread.stop(within: .seconds(5))
            #expect(thread.hindrance == "stopped")
            #expect(session.seen.withLock { $0.lost.count == 1 && $0.hasEnded })
        }

        @Test("a wrong password is a refusal, and its sentence has no credentials")
        func password() throws {
            var settings = try RabbitMQServer.shared().settings()
            settings.username = "guest"
            settings.password = Secret("very-wrong")
            let failure = try failure(settings)
            #expect(failure.reason == .refused)
            #expect(failure.code == 403)
            #expect(failure.message.contains("127.0.0.1") && !failure.message.contains("very-wrong"))
        }

        @Test("an unknown virtual host is a refusal")
        func virtualHost() throws {
            var settings = try RabbitMQServer.shared().settings()
            settings.virtualHost = "nowhere"
            let failure = try failure(settings)
            #expect(failure.reason == .refused)
            #expect(failure.message.contains("nowhere"))
        }

        @Test("a closed port and an unknown name are unreachable")
        func unreachable() throws {
            var settings = try RabbitMQServer.shared().settings()
            settings.port = 1
            let refused = try failure(settings)
            #expect(refused.reason == .unreachable && refused.message.contains("nobody listens"))
            settings.host = "no-such-host.invalid"
            #expect(try failure(settings).reason == .unreachable)
        }

        @Test("a name with several addresses is reached by the one that answers")
        func addresses() throws {
            var settings = try RabbitMQServer.shared().settings()
            settings.host = "localhost"
            #expect(opens(settings))
        }

        @Test("TLS with the right authority and a client certificate works")
        func tls() throws {
            let server = try RabbitMQServer.shared()
            #expect(opens(server.tlsSettings(server.certificates.authority)))
        }

        @Test("a certificate of another authority, or of none that the system knows, is not trusted")
        func wrongAuthority() throws {
            let server = try RabbitMQServer.shared()
            for authority in [server.certificates.otherAuthority, nil] {
                let failure = try failure(server.tlsSettings(authority))
                #expect(failure.reason == .untrusted, "\(failure)")
            }
        }

        @Test("a certificate for another name is not trusted")
        func wrongName() throws {
            let server = try RabbitMQServer.shared()
            let failure = try failure(server.tlsSettings(server.certificates.authority, host: "127.0.0.1"))
            #expect(failure.reason == .untrusted && failure.message.contains("mismatch"), "\(failure)")
        }

        @Test("a broker that wants a client certificate takes no connection without, and the sentence says so")
        func noClientCertificate() throws {
            let server = try RabbitMQServer.shared()
            let failure = try failure(server.tlsSettings(server.certificates.authority, withCertificate: false))
            // The broker's word can be lost with the connection, which it closes at once.
            #expect([.refused, .unreachable].contains(failure.reason), "\(failure)")
            #expect(failure.message.contains("certificate"), "\(failure)")
        }

        @Test("files that cannot be read are named")
        func files() throws {
            let server = try RabbitMQServer.shared()
            let failure = try failure(server.tlsSettings("/nowhere/ca.pem"))
            #expect(failure.reason == .untrusted && failure.message.contains("/nowhere/ca.pem"))
        }
    }
}
