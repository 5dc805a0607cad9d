/// `host.blobs` and `buckets:` to typed settings.
enum BlobReader {
    /// Nil after adding a problem, and when nothing says where.
    static func read(
        _ node: ConfigurationNode, folder: String, problems: inout ProblemList
    ) -> BlobSettings? {
        guard let reader = MappingReader(node, BlobKeys.shape, name: "blobs", problems: &problems) else { return nil }
        guard let url = reader[BlobKeys.url] else {
            reader.refuse(BlobKeys.remote, unless: "an S3 service", problems: &problems)
            return nil
        }
        return place(url, BlobKeys.url, reader, folder: folder, problems: &problems)
    }

    static func buckets(_ file: MappingReader, folder: String, problems: inout ProblemList) -> [BucketSettings] {
        EntryName.entries(of: FileKeys.buckets, in: file, problems: &problems).compactMap { member in
            let isName = EntryName.check(member, "a bucket", problems: &problems)
            let name = isName ? "bucket \(member.key)" : "the bucket"
            guard let reader = MappingReader(member.value, BucketKeys.shape, name: name, problems: &problems) else {
                return nil
            }
            let access = reader.read(BucketKeys.access, problems: &problems)
            guard let url = reader[BucketKeys.url] else {
                _ = reader.required(BucketKeys.url, problems: &problems)
                return nil
            }
            return place(url, BucketKeys.url, reader, folder: folder, problems: &problems).map {
                var bucket = BucketSettings(name: member.key, place: $0, position: member.keyPosition)
                bucket.access = access ?? bucket.access
                return bucket
            }
        }
    }

    private static func place(
        _ node: ConfigurationNode, _ key: SettingKey<String>, _ reader: MappingReader, folder: String,
        problems: inout ProblemList
    ) -> BlobSettings? {
        switch StorageLocation.read(node, key, folder: folder, problems: &problems) {
        case nil: return nil
        case .path(let path)?:
            reader.refuse(BlobKeys.remote, unless: "an S3 service", problems: &problems)
            return .folder(path)
        case .server(let url)?:
            return service(url, node, reader, folder: folder, problems: &problems).map(BlobSettings.s3)
        }
    }

    private static func service(
        _ url: ServiceURL, _ node: ConfigurationNode, _ reader: MappingReader, folder: String,
        problems: inout ProblemList
    ) -> S3Settings? {
        let accessKey = reader.required(BlobKeys.accessKey, problems: &problems)
        let secretKey = reader.required(BlobKeys.secretKey, problems: &problems)
        let region = reader.read(BlobKeys.region, problems: &problems)
        let tls = reader[TLSKeys.tls].map { TLSReader.read($0, folder: folder, problems: &problems) }
        let endpoint =
            reader[BlobKeys.endpoint] == nil
            ? "https://s3.\(region ?? "us-east-1").amazonaws.com"
            : readEndpoint(reader, problems: &problems)
        let place = bucket(url, node, problems: &problems)
        guard let accessKey, let secretKey, let endpoint, let (name, prefix) = place else { return nil }
        var settings = S3Settings(bucket: name, endpoint: endpoint, accessKey: accessKey, secretKey: secretKey)
        settings.prefix = prefix
        settings.region = region ?? settings.region
        settings.sessionToken = reader.read(BlobKeys.sessionToken, problems: &problems)
        reader.read(BlobKeys.pathStyle, into: &settings.isPathStyle, problems: &problems)
        settings.tls = tls ?? settings.tls
        reader.read(BlobKeys.timeout, into: &settings.timeout, problems: &problems)
        RetryReader.read(reader[BlobKeys.retry], into: &settings.retry, problems: &problems)
        return settings
    }

    /// Scheme, host and port; nil after adding a problem.
    private static func readEndpoint(_ reader: MappingReader, problems: inout ProblemList) -> String? {
        guard let node = reader[BlobKeys.endpoint], let url = BlobKeys.endpoint.read(node, &problems) else {
            return nil
        }
        guard ["http", "https"].contains(url.scheme), url.credentials == nil, ["", "/"].contains(url.rest) else {
            problems.add(
                "config.bad_value", "endpoint must be http://HOST:PORT or https://HOST, and nothing more",
                suggestion: "write bucket and prefix in url, and the keys by access_key and secret_key",
                at: node.position)
            return nil
        }
        if url.scheme == "http", let tls = reader[TLSKeys.tls] {
            problems.add(
                "config.conflict", "tls is about an encrypted connection, and endpoint asks for none",
                suggestion: "write https:// in endpoint, or remove tls", at: tls.position)
        }
        return url.rest.isEmpty ? url.text : String(url.text.dropLast())
    }

    private static func bucket(
        _ url: ServiceURL, _ node: ConfigurationNode, problems: inout ProblemList
    ) -> (name: String, prefix: String)? {
        guard url.credentials == nil, url.port == nil, !url.rest.contains(where: { "?#".contains($0) }) else {
            problems.add(
                "config.bad_value", "url must be s3://BUCKET/PREFIX and nothing more",
                suggestion: "write endpoint:, region: and the keys beside it", at: node.position)
            return nil
        }
        guard url.host.wholeMatch(of: /[a-z0-9][a-z0-9._\-]{1,61}[a-z0-9]/) != nil else {
            problems.add(
                "config.bad_name", "a bucket of S3 cannot be called so",
                suggestion: "use small letters, digits, - and ., from 3 to 63", at: node.position)
            return nil
        }
        let segments = url.rest.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        let parts = segments.last == "" ? segments.dropLast() : segments[...]
        let names = parts.map { PercentEncoding.decoded($0) ?? "" }
        guard names.allSatisfy({ !["", ".", ".."].contains($0) && !$0.contains("/") }) else {
            problems.add(
                "config.bad_path", "the prefix in url has a part that is empty, . or .., or encoded wrongly",
                suggestion: "for example: s3://lumie/scans", at: node.position)
            return nil
        }
        return (url.host, names.map { $0 + "/" }.joined())
    }
}
