import CCurl
import HostConfiguration

/// One of libcurl's easy handles and the memory that it borrows. Used by one thread at a time.
final class EasyHandle {
    let raw: UnsafeMutableRawPointer
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var body: UnsafeMutableRawPointer?

    init?() {
        guard let raw = curl_easy_init() else {
            errorText.deallocate()
            return nil
        }
        self.raw = raw
    }

    deinit {
        curl_easy_cleanup(raw)
        release()
        errorText.deallocate()
    }

    /// Makes it ready for one request. False when there is no memory.
    ///
    /// - Parameters:
    ///   - context: of the functions.
    ///   - begin: asked each time before the request goes out.
    ///   - head: takes the lines of the answer's head.
    ///   - body: takes the pieces of its body.
    func prepare(
        _ request: TransferRequest, context: UnsafeMutableRawPointer, begin: @escaping curl_prereq_callback,
        head: @escaping proctor_curl_receive, body: @escaping proctor_curl_receive
    ) -> Bool {
        errorText[0] = 0
        proctor_curl_set_error_text(raw, errorText)
        proctor_curl_set_receivers(raw, head, body, context)
        set(CURLOPT_NOSIGNAL, 1)
        // A transfer that ends while its name is looked up does not wait for the resolver's thread, and with it all
        // others: that thread ends by itself.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        setAddress(request)
        setTLS(request.tls)
        // Without it a request could go out twice.
        guard proctor_curl_set_begin(raw, begin, context) == CURLE_OK else { return false }
        return set(CURLOPT_URL, request.url) && setMethod(request) && setHeaders(request)
    }

    /// Ready for another request; connections stay.
    func reset() {
        curl_easy_reset(raw)
        release()
    }

    /// What libcurl says about a failure.
    var failureText: String { String(cString: errorText) }

    private func release() {
        curl_slist_free_all(headers)
        headers = nil
        body?.deallocate()
        body = nil
    }

    // MARK: Options

    private func setAddress(_ request: TransferRequest) {
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        // The path goes out as it was checked and signed.
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        // Empty texts: what the environment says about proxies is not obeyed.
        set(CURLOPT_PROXY, request.proxy ?? "")
        set(CURLOPT_NOPROXY, "")
        set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // Divided among the addresses of a name; the time-out itself is the loop's.
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(clamping: request.connectTimeout.nanoseconds / 1_000_000 + 1))
        set(CURLOPT_HTTP_VERSION, Self.version(request))
        if request.version == .http2, request.url.hasPrefix("http:") {
            // libcurl 7.88 begins HTTP/2 without TLS once more on a connection that it takes up again, and so breaks it.
            set(CURLOPT_FRESH_CONNECT, 1)
            set(CURLOPT_FORBID_REUSE, 1)
        }
        // Waits for a connection that can be shared rather than opening many.
        set(CURLOPT_PIPEWAIT, 1)
    }

    /// Without TLS the version is not negotiated: to wait for a connection that could be shared would be in vain.
    private static func version(_ request: TransferRequest) -> Int {
        switch request.version {
        case .http1: CURL_HTTP_VERSION_1_1
        case .http2: CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
        case .automatic: request.url.hasPrefix("https:") ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
        }
    }

    private func setTLS(_ tls: TLSSettings) {
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // Certificates that were read stay in memory for so many seconds; a changed file is seen after that.
        set(CURLOPT_CA_CACHE_TIMEOUT, 60)
        if let authorities = tls.authorities {
            set(CURLOPT_CAINFO, authorities)
            set(CURLOPT_CAPATH, nil)
        }
        if let certificate = tls.certificate { set(CURLOPT_SSLCERT, certificate) }
        if let key = tls.key { set(CURLOPT_SSLKEY, key) }
    }

    private func setMethod(_ request: TransferRequest) -> Bool {
        switch request.method {
        case "GET" where request.body.isEmpty: return set(CURLOPT_HTTPGET, 1)
        case "HEAD": return set(CURLOPT_NOBODY, 1)
        case "POST", "PUT", "PATCH": break
        default:
            guard !request.body.isEmpty else { return set(CURLOPT_CUSTOMREQUEST, request.method) }
        }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, request.body.count), alignment: 1)
        body = memory
        request.body.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { memory.copyMemory(from: start, byteCount: bytes.count) }
        }
        return proctor_curl_set_body(raw, memory, curl_off_t(request.body.count)) == CURLE_OK
            && set(CURLOPT_CUSTOMREQUEST, request.method)
    }

    private func setHeaders(_ request: TransferRequest) -> Bool {
        var lines = request.headers.map { $0.value.isEmpty ? $0.name + ";" : $0.name + ": " + $0.value }
        // libcurl asks before it sends a long body, and takes every body for a form, unless it is told not to.
        lines.append("Expect:")
        if body != nil, !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type:")
        }
        for line in lines {
            guard let longer = curl_slist_append(headers, line) else { return false }
            headers = longer
        }
        return proctor_curl_set_headers(raw, headers) == CURLE_OK
    }

    @discardableResult private func set(_ option: CURLoption, _ number: Int) -> Bool {
        proctor_curl_set_number(raw, option, number) == CURLE_OK
    }

    @discardableResult private func set(_ option: CURLoption, _ text: String?) -> Bool {
        proctor_curl_set_text(raw, option, text) == CURLE_OK
    }
}
