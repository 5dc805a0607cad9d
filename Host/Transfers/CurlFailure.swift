import CCurl

/// What libcurl's codes mean here.
enum CurlFailure {
    /// - Parameters:
    ///   - text: libcurl's own words; they name hosts and certificates, no path and no header.
    ///   - wasSent: whether the request, or a part of it, may have arrived.
    ///   - place: `host:port`, for the person.
    static func failure(_ code: CURLcode, text: String, wasSent: Bool, place: String) -> TransferFailure {
        let detail = plain(text)
        let said = detail.isEmpty ? plain(String(cString: curl_easy_strerror(code))) : detail
        return TransferFailure(reason(code, text: text, wasSent: wasSent), "\(place): \(said)")
    }

    private static func reason(_ code: CURLcode, text: String, wasSent: Bool) -> TransferFailure.Reason {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CLIENTCERT:
            .untrusted
        case CURLE_SSL_CONNECT_ERROR:
            // libcurl 7.88 begins so when the connection broke during the handshake; anything else is TLS's own refusal.
            if !text.hasPrefix("OpenSSL SSL_connect:") { .untrusted } else { wasSent ? .broken : .unreachable }
        // Of a connection only, the other time-outs are the loop's own; a request can have gone out over one before.
        case CURLE_OPERATION_TIMEDOUT: wasSent ? .broken : .connectTimeout
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            // With TLS 1.3 a server refuses a client's certificate after the client's side of the handshake is done.
            if text.contains(" alert ") { .untrusted } else { wasSent ? .broken : .unreachable }
        default: wasSent ? .broken : .unreachable
        }
    }

    /// Without what a peer could have put in to deceive the reader of a log.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(200).filter { (0x20..<0x7F).contains($0.value) }))
    }
}
