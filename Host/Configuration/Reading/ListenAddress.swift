/// `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` or `unix:./var/admin.sock`.
struct ListenAddress: Equatable {
    /// `sun_path` of a Unix socket holds so many bytes (unix(7)), one of them the end.
    static let pathLimit = 107

    let address: ListenerSettings.Address

    /// - Parameter folder: what the path of a Unix socket is resolved against.
    init?(_ text: String, folder: String) {
        if text.hasPrefix("unix:") {
            let path = text.dropFirst(5)
            guard !path.isEmpty, !path.hasSuffix("/") else { return nil }
            address = .unix(path: FilePath.resolve(String(path), against: folder))
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.allSatisfy({ ("0"..."9").contains($0) }),
            let port = Int(digits), port <= 65535
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".:-".contains($0)) })
        else { return nil }
        address = .tcp(host: String(host), port: port)
    }
}

extension ListenerSettings.Address {
    /// Whether only this machine can reach it. True only for what can be nothing else: 127.0.0.0/8 in four plain
    /// numbers, `::1`, `localhost`, and Unix sockets.
    public var isLocal: Bool {
        guard case .tcp(let host, _) = self else { return true }
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Whether one of the two could not listen while the other does. A wildcard takes the port of all addresses.
    func collides(with other: Self) -> Bool {
        switch (self, other) {
        case (.unix(let first), .unix(let second)): FilePath.parts(first) == FilePath.parts(second)
        case (.tcp(let first, let port), .tcp(let second, let otherPort)):
            port != 0 && port == otherPort
                && (Self.plain(first) == Self.plain(second) || Self.isWildcard(first) || Self.isWildcard(second))
        case (.tcp, .unix), (.unix, .tcp): false
        }
    }

    private static func plain(_ host: String) -> String {
        host == "localhost" ? "127.0.0.1" : host.lowercased()
    }

    private static func isWildcard(_ host: String) -> Bool { host == "0.0.0.0" || host == "::" }
}

extension ListenerSettings.Address: CustomStringConvertible {
    /// As it is written in a file.
    public var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}
