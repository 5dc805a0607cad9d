/// `upstreams:` to typed settings.
enum UpstreamReader {
    static func read(_ file: MappingReader, problems: inout ProblemList) -> [UpstreamSettings] {
        EntryName.entries(of: FileKeys.upstreams, in: file, problems: &problems).compactMap { member in
            let isName = EntryName.check(member, "an upstream", problems: &problems)
            return upstream(member, name: isName ? "upstream \(member.key)" : "the upstream", problems: &problems)
        }
    }

    private static func upstream(
        _ member: ConfigurationNode.Member, name: String, problems: inout ProblemList
    ) -> UpstreamSettings? {
        guard let reader = MappingReader(member.value, UpstreamKeys.shape, name: name, problems: &problems) else {
            return nil
        }
        let url = reader.required(UpstreamKeys.url, problems: &problems)
        if let url, let node = reader[UpstreamKeys.url] { check(url, at: node.position, problems: &problems) }
        var settings = UpstreamSettings(name: member.key, url: url?.text ?? "", position: member.keyPosition)
        settings.signing = reader[UpstreamKeys.sign].flatMap { signing($0, problems: &problems) }
        settings.bearer = reader.read(UpstreamKeys.bearer, problems: &problems)
        reader.read(UpstreamKeys.timeout, into: &settings.timeout, problems: &problems)
        RetryReader.read(reader[UpstreamKeys.retry], into: &settings.retry, problems: &problems)
        return url == nil ? nil : settings
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

    private static func signing(
        _ node: ConfigurationNode, problems: inout ProblemList
    ) -> UpstreamSettings.Signing? {
        guard let reader = MappingReader(node, SigningKeys.shape, name: "sign", problems: &problems) else { return nil }
        let secret = reader.required(SigningKeys.hmac, problems: &problems)
        let canonical = reader[SigningKeys.canonical].map {
            CanonicalText.read($0, guarding: false, problems: &problems) ?? ""
        }
        let tenant = reader.read(SigningKeys.tenant, problems: &problems)
        return secret.map { secret in
            let standard = AuthenticationSettings.Signature(secret: secret).canonical
            return UpstreamSettings.Signing(secret: secret, canonical: canonical ?? standard, tenant: tenant)
        }
    }
}
