/// What is signed of a request: a template with the request's parts put in.
package struct CanonicalText: Sendable {
    package struct Parts {
        package var method: String
        /// Path and query, as they are on the wire.
        package var target: String
        package var tenant: String
        package var timestamp: String
        /// SHA-256 in lower-case hex.
        package var bodyDigest: String

        package init(method: String, target: String, tenant: String, timestamp: String, bodyDigest: String) {
            self.method = method
            self.target = target
            self.tenant = tenant
            self.timestamp = timestamp
            self.bodyDigest = bodyDigest
        }
    }

    private enum Piece: Sendable {
        case text(String)
        case method, target, tenant, timestamp, bodyDigest
    }

    private static let names: [(String, Piece)] = [
        ("{method}", .method), ("{target}", .target), ("{tenant}", .tenant), ("{timestamp}", .timestamp),
        ("{body_sha256}", .bodyDigest),
    ]

    private let pieces: [Piece]

    /// - Parameter template: with `{method}`, `{target}`, `{tenant}`, `{timestamp}` and `{body_sha256}`; `\n` is a line
    ///   break. Other braces stand for themselves.
    package init(template: String) {
        var pieces: [Piece] = []
        var text = ""
        var rest = template.replacing("\\n", with: "\n")[...]
        while let next = rest.first {
            if let (name, piece) = Self.names.first(where: { rest.hasPrefix($0.0) }) {
                if !text.isEmpty { pieces.append(.text(text)) }
                text = ""
                pieces.append(piece)
                rest = rest.dropFirst(name.count)
            } else {
                text.append(next)
                rest = rest.dropFirst()
            }
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        self.pieces = pieces
    }

    /// The text for one request. What a part contains is never read as a template.
    package func text(_ parts: Parts) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .method: parts.method
            case .target: parts.target
            case .tenant: parts.tenant
            case .timestamp: parts.timestamp
            case .bodyDigest: parts.bodyDigest
            }
        }.joined()
    }
}
