import CRabbitMQ
import Glibc
import HostConfiguration
import HostThreads

extension LibraryConnection {
    /// Connects, verifies the peer's certificate where TLS is asked for, and logs in; each at most the settings'
    /// `connectTimeout`. Blocks.
    ///
    /// Every address of the host's name is tried in turn. All later answers may take as long.
    static func open(
        _ settings: BrokerSettings, name: String, generation: UInt64
    ) throws(BrokerFailure) -> LibraryConnection {
        guard let state = amqp_new_connection() else {
            throw BrokerFailure(reason: .unreachable, message: "There is no memory for a connection.")
        }
        do throws(BrokerFailure) {
            try connect(state, settings)
            limit(state, settings)
            try logIn(state, settings, name: name)
        } catch {
            amqp_destroy_connection(state)
            throw error
        }
        let heartbeats = takeHeartbeats(from: state)
        return LibraryConnection(
            state, generation: generation, address: settings.shownAddress, heartbeats: heartbeats)
    }

    /// The heartbeats that were agreed on, which the library keeps no more from here on; nil when there are none.
    private static func takeHeartbeats(from state: amqp_connection_state_t) -> Heartbeats? {
        let seconds = amqp_get_heartbeat(state)
        guard seconds > 0 else { return nil }
        // What was agreed on stays as it is but for the heartbeats; it fails when there is no memory, and changes nothing.
        let status = amqp_tune_connection(state, amqp_get_channel_max(state), amqp_get_frame_max(state), 0)
        guard status == AMQP_STATUS_OK.rawValue else { return nil }
        return Heartbeats(every: .seconds(seconds), now: MonotonicClock.now())
    }

    /// Says goodbye; the broker may take a second to answer.
    func close() {
        flush()
        guard failure == nil else { return }
        var most = timeval(tv_sec: 1, tv_usec: 0)
        amqp_set_rpc_timeout(state, &most)
        _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
        _ = fail(BrokerFailure(reason: .unreachable, message: "The connection was closed by this host."))
    }

    /// The broker's own name and version.
    static func product(of state: amqp_connection_state_t) -> String {
        guard let table = amqp_get_server_properties(state)?.pointee else { return "unknown broker" }
        let fields = UnsafeBufferPointer(start: table.entries, count: Int(max(table.num_entries, 0)))
        func value(_ name: String) -> String? {
            fields.first { String($0.key) == name && $0.value.kind == UInt8(AMQP_FIELD_KIND_UTF8.rawValue) }
                .map { BrokerFailure.shown($0.value.value.bytes) }
        }
        return [value("product"), value("version")].compactMap(\.self).joined(separator: " ")
    }

    private static func connect(_ state: amqp_connection_state_t, _ settings: BrokerSettings) throws(BrokerFailure) {
        let address = settings.shownAddress
        let socket: OpaquePointer?
        if let tls = settings.tls {
            socket = amqp_ssl_socket_new(state)
            if let socket { try secure(socket, settings, tls) }
        } else {
            socket = amqp_tcp_socket_new(state)
        }
        guard let socket else { throw BrokerFailure(reason: .unreachable, message: "There is no memory for a socket.") }
        var most = timeval(settings.connectTimeout)
        let status = amqp_socket_open_noblock(socket, settings.host, CInt(clamping: settings.port), &most)
        guard status != AMQP_STATUS_OK.rawValue else { return }
        if let why = proctor_amqp_untrusted(), settings.tls != nil {
            throw BrokerFailure(
                reason: .untrusted,
                message: "\(address) is not trusted: \(String(cString: why)). "
                    + "Check the authorities and the host's name.")
        }
        let why =
            switch amqp_status_enum(status) {
            case AMQP_STATUS_TIMEOUT: "no answer within \(settings.connectTimeout)"
            case AMQP_STATUS_SOCKET_ERROR: "nobody listens there, or there is no way to it"
            case AMQP_STATUS_SSL_CONNECTION_FAILED:
                "the TLS handshake failed" + (proctor_amqp_tls_error().map { ": " + String(cString: $0) } ?? "")
            default: String(cString: amqp_error_string2(status))
            }
        throw BrokerFailure(reason: .unreachable, message: "\(address) cannot be reached: \(why).")
    }

    private static func secure(
        _ socket: OpaquePointer, _ settings: BrokerSettings, _ tls: TLSSettings
    ) throws(BrokerFailure) {
        let wrong = proctor_amqp_secure(socket, settings.host, tls.authorities, tls.certificate, tls.key)
        let what =
            switch wrong {
            case 0: ""
            case PROCTOR_AMQP_AUTHORITIES: "the authorities of \(tls.authorities ?? "the system") cannot be read"
            case PROCTOR_AMQP_CERTIFICATE: "the client's certificate and key cannot be read, or do not match"
            default: "\"\(settings.host)\" is no host name"
            }
        if wrong != 0 { throw BrokerFailure(reason: .untrusted, message: "\(settings.shownAddress): \(what).") }
    }

    /// A peer that takes nothing, or whose machine is gone, ends the connection: the library itself would wait for ever.
    private static func limit(_ state: amqp_connection_state_t, _ settings: BrokerSettings) {
        let heartbeat = settings.heartbeat > .zero ? settings.heartbeat : .seconds(20)
        var milliseconds = CInt(clamping: (heartbeat * 2).nanoseconds / 1_000_000)
        let socket = amqp_get_sockfd(state)
        setsockopt(
            socket, CInt(IPPROTO_TCP), CInt(TCP_USER_TIMEOUT), &milliseconds, socklen_t(MemoryLayout<CInt>.size))
        var most = timeval(settings.connectTimeout)
        amqp_set_handshake_timeout(state, &most)
        amqp_set_rpc_timeout(state, &most)
    }

    private static func logIn(
        _ state: amqp_connection_state_t, _ settings: BrokerSettings, name: String
    ) throws(BrokerFailure) {
        let seconds = CInt(clamping: (settings.heartbeat.nanoseconds &+ 999_999_999) / 1_000_000_000)
        let reply = proctor_amqp_login(
            state, settings.virtualHost, min(seconds, CInt(UInt16.max)), settings.username ?? "guest",
            settings.password?.value ?? "guest", name)
        let address = settings.shownAddress
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION where reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD:
            let close = reply.reply.decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            throw BrokerFailure(
                code: close.reply_code, text: BrokerFailure.shown(close.reply_text), what: "Login at \(address)")
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            let peer = settings.tls == nil ? nil : proctor_amqp_tls_error()
            guard let peer else {
                // TLS 1.3 refuses a client after its handshake; the reason can be lost with the connection.
                let isBare = settings.tls != nil && settings.tls?.certificate == nil
                let what = "Login at \(address)\(isBare ? ", without a client certificate" : "")"
                throw BrokerFailure(status: reply.library_error, what: what)
            }
            throw BrokerFailure(
                reason: .refused,
                message: "\(address) refused the TLS connection: \(String(cString: peer)). "
                    + "Check the client's certificate.")
        default:
            throw BrokerFailure(reason: .unreachable, message: "\(address) ended the connection at login.")
        }
    }
}

extension timeval {
    init(_ duration: Duration) {
        let nanoseconds = duration.nanoseconds
        self.init(tv_sec: Int(nanoseconds / 1_000_000_000), tv_usec: Int(nanoseconds % 1_000_000_000 / 1000))
    }
}
