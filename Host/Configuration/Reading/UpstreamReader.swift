/// `upstreams:` to typed settings.
enum UpstreamReader {
    static func read(_ file: MappingReader, folder: String, problems: inout ProblemList) -> [UpstreamSettings] {
        EntryName.entries(of: FileKeys.upstreams, in: file, problems: &problems).compactMap { member in
            let isName = EntryName.check(member, "an upstream", problems: &problems)
            let name = isName ? "upstream \(member.key)" : "the upstream"
            guard let reader = MappingReader(member.value, UpstreamKeys.shape, name: name, problems: &problems) else {
                return nil
            }
            return upstream(member, reader, folder: folder, problems: &problems)
        }
    }

    private static func upstream(
        _ member: ConfigurationNode.Member, _ reader: MappingReader, folder: String, problems: inout ProblemList
    ) -> UpstreamSettings? {
        let url = reader.required(UpstreamKeys.url, problems: &problems)
        if let url, let node = reader[UpstreamKeys.url] { check(url, at: node.position, problems: &problems) }
        var settings = UpstreamSettings(
            name: member.key, url: url.map(base) ?? "", position: member.keyPosition)
        settings.signing = reader[UpstreamKeys.sign].flatMap { UpstreamSigning.read($0, problems: &problems) }
        settings.bearer = reader.read(UpstreamKeys.bearer, problems: &problems)
        if let headers = reader[UpstreamKeys.headers] {
            settings.headers = UpstreamHeaders.read(headers, beside: settings, problems: &problems)
        }
        readTimes(reader, into: &settings, problems: &problems)
        RetryReader.read(reader[UpstreamKeys.retry], into: &settings.retry, problems: &problems)
        if let node = reader[UpstreamKeys.breaker],
            let breaker = MappingReader(node, BreakerKeys.shape, name: "breaker", problems: &problems)
        {
            breaker.read(BreakerKeys.failures, into: &settings.breaker.failures, problems: &problems)
            breaker.read(BreakerKeys.pause, into: &settings.breaker.pause, problems: &problems)
        }
        reader.read(UpstreamKeys.concurrency, into: &settings.concurrency, problems: &problems)
        settings.rate = reader.read(UpstreamKeys.rate, problems: &problems)
        reader.read(UpstreamKeys.responseLimit, into: &settings.responseLimit, problems: &problems)
        let tls = TLSReader.read(
            in: reader, isEncrypted: url.map { $0.scheme == "https" }, encrypted: "https", folder: folder,
            problems: &problems)
        settings.tls = tls ?? settings.tls
        if let proxy = reader.read(UpstreamKeys.proxy, problems: &problems), let node = reader[UpstreamKeys.proxy] {
            settings.proxy = check(proxy: proxy, at: node.position, problems: &problems)
        }
        reader.read(UpstreamKeys.version, into: &settings.version, problems: &problems)
        return url == nil ? nil : settings
    }

    /// The scheme in small letters, and no slash at the end: paths are added with one of their own.
    private static func base(_ url: ServiceURL) -> String {
        var text = url.scheme + url.text.dropFirst(url.scheme.count)
        while text.hasSuffix("/"), url.rest.hasPrefix("/") { text.removeLast() }
        return text
    }

    private static func check(_ url: ServiceURL, at position: SourcePosition, problems: inout ProblemList) {
        if url.scheme != "http", url.scheme != "https" {
            problems.add(
                "config.bad_value", "an upstream is reached by http or https, and the URL has another scheme",
                suggestion: NearMiss.suggestion(for: url.scheme, among: ["http", "https"]), at: position)
        }
        if url.credentials != nil {
            problems.add(
                "config.bad_value", "the URL carries user and password, which would stand in logs along the way",
                suggestion: "write bearer: or sign: instead", at: position)
        }
        if url.rest.contains("?") || url.rest.contains("#") {
            problems.add(
                "config.bad_value", "the URL has a ? or # in it, and paths are added at its end",
                suggestion: "keep scheme, host and path", at: position)
        }
    }

    private static func check(
        proxy url: ServiceURL, at position: SourcePosition, problems: inout ProblemList
    ) -> String? {
        guard let port = url.port, url.scheme == "http", url.credentials == nil, ["", "/"].contains(url.rest) else {
            problems.add(
                "config.bad_value", "proxy must be http://HOST:PORT and nothing more",
                suggestion: "for example: \(UpstreamKeys.proxy.entry.example)", at: position)
            return nil
        }
        return "http://\(url.host.contains(":") ? "[\(url.host)]" : url.host):\(port)"
    }

    private static func readTimes(
        _ reader: MappingReader, into settings: inout UpstreamSettings, problems: inout ProblemList
    ) {
        reader.read(UpstreamKeys.connectTimeout, into: &settings.connectTimeout, problems: &problems)
        reader.read(UpstreamKeys.timeout, into: &settings.timeout, problems: &problems)
        reader.read(UpstreamKeys.idleTimeout, into: &settings.idleTimeout, problems: &problems)
        reader.read(UpstreamKeys.totalTimeout, into: &settings.totalTimeout, problems: &problems)
        guard settings.totalTimeout < settings.timeout,
            let place = reader[UpstreamKeys.totalTimeout] ?? reader[UpstreamKeys.timeout]
        else { return }
        problems.add(
            "config.conflict",
            "one attempt may take \(Quantity.text(settings.timeout)), and all of them together "
                + "\(Quantity.text(settings.totalTimeout))",
            suggestion: "raise total_timeout, or lower timeout", at: place.position)
    }
}

/// `sign:` of an upstream.
enum UpstreamSigning {
    static func read(_ node: ConfigurationNode, problems: inout ProblemList) -> UpstreamSettings.Signing? {
        guard let reader = MappingReader(node, SigningKeys.shape, name: "sign", problems: &problems) else { return nil }
        let secret = reader.required(SigningKeys.hmac, problems: &problems)
        let canonical = reader[SigningKeys.canonical].map {
            CanonicalText.read($0, guarding: false, problems: &problems) ?? ""
        }
        let standard = AuthenticationSettings.Signature(secret: Secret("")).canonical
        var signing = UpstreamSettings.Signing(
            secret: secret ?? Secret(""), canonical: canonical ?? standard,
            tenant: reader.read(SigningKeys.tenant, problems: &problems))
        readHeader(SigningKeys.signatureHeader, reader, into: &signing.signatureHeader, problems: &problems)
        readHeader(SigningKeys.timestampHeader, reader, into: &signing.timestampHeader, problems: &problems)
        readHeader(SigningKeys.tenantHeader, reader, into: &signing.tenantHeader, problems: &problems)
        if Set(signing.headers.map { $0.lowercased() }).count < 3 {
            problems.add(
                "config.conflict", "sign has one header for two things",
                suggestion: "give signature, time and tenant each its own", at: node.position)
        }
        return secret == nil ? nil : signing
    }

    private static func readHeader(
        _ key: SettingKey<String>, _ reader: MappingReader, into target: inout String, problems: inout ProblemList
    ) {
        guard let node = reader[key], let name = key.read(node, &problems),
            HeaderName.check(name, shown: node.quoted, at: node.position, problems: &problems)
        else { return }
        target = name
    }
}

/// `headers:` of an upstream.
enum UpstreamHeaders {
    /// - Parameter settings: what else sets headers.
    static func read(
        _ node: ConfigurationNode, beside settings: UpstreamSettings, problems: inout ProblemList
    ) -> [UpstreamSettings.Header] {
        guard case .mapping(let members) = node.content else {
            problems.add(
                "config.wrong_type", "headers must be a mapping of names, and here is \(node.kind)",
                suggestion: "for example: headers: \(UpstreamKeys.headers.entry.example)", at: node.position)
            return []
        }
        var origins = Dictionary(
            (settings.signing?.headers ?? []).map { ($0.lowercased(), "sign") }, uniquingKeysWith: { $1 })
        if settings.bearer != nil { origins["authorization"] = "bearer" }
        return members.compactMap { member in
            let shown = MessageText.quoted(member.key)
            let value = member.value.secret(
                "header \(shown)", least: 1, example: "${API_KEY}", problems: &problems)
            guard HeaderName.check(member.key, shown: shown, at: member.keyPosition, problems: &problems) else {
                return nil
            }
            if let origin = origins.updateValue("headers", forKey: member.key.lowercased()) {
                problems.add(
                    "config.conflict", "the header \(shown) is set by \(origin) already", suggestion: "remove it",
                    at: member.keyPosition)
            }
            return value.map { UpstreamSettings.Header(name: member.key, value: $0) }
        }
    }
}

extension UpstreamSettings.Signing {
    fileprivate var headers: [String] { [signatureHeader, timestampHeader, tenantHeader] }
}
