import CRabbitMQ

extension BrokerFailure {
    /// What the broker said when it closed a channel or connection.
    /// - Parameter what: what was done, as the beginning of a sentence: `Queue "x"`.
    init(code: UInt16, text: String, what: String) {
        let reason: Reason =
            switch code {
            case 320: .unreachable  // CONNECTION_FORCED: the broker or its operator ends the connection
            case 403, 530: .refused
            case 404: .notFound
            case 405: .locked
            case 406: .mismatch
            default: .broken
            }
        self.init(reason: reason, message: "\(what): the broker said \(code) \(text)", code: code)
    }

    /// The library's word.
    init(status: CInt, what: String) {
        let reason: Reason =
            switch amqp_status_enum(status) {
            case AMQP_STATUS_SSL_PEER_VERIFY_FAILED, AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED: .untrusted
            case AMQP_STATUS_BAD_AMQP_DATA, AMQP_STATUS_UNKNOWN_CLASS, AMQP_STATUS_UNKNOWN_METHOD,
                AMQP_STATUS_INCOMPATIBLE_AMQP_VERSION, AMQP_STATUS_WRONG_METHOD, AMQP_STATUS_TABLE_TOO_BIG,
                AMQP_STATUS_UNEXPECTED_STATE, AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD:
                .broken
            default: .unreachable
            }
        let text = amqp_error_string2(status).map { String(cString: $0) } ?? "error \(status)"
        self.init(reason: reason, message: "\(what): \(text).")
    }

    /// The broker's text for a person: no control characters, 300 bytes at the most.
    static func shown(_ text: amqp_bytes_t) -> String {
        let bytes = UnsafeRawBufferPointer(text).prefix(300).map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}
