/// The HTTP bindings of one listener, found by method and path.
///
/// A path without parameters is found by one look-up. What that does not find is compared part by part, a fixed part
/// going before a parameter, the first part that differs deciding. Parts are compared after percent-decoding, so an
/// escaped slash stays within its part; a part that is `.` or `..` matches nothing, and nothing is normalised.
public struct PathTable: Sendable {
    /// What a request at a path is for.
    public enum Purpose: Sendable {
        /// To have the job done, or put into its queue.
        case job
        /// To hear of a job that the binding put into a queue: `GET PATH/ID`. The last parameter is the id.
        case status
    }

    public struct Match: Sendable {
        public let bound: BoundRoute
        public let purpose: Purpose
        /// What stands in the places of the path's parameters, percent-decoded, in their order.
        public let parameters: [(name: String, value: String)]
    }

    public enum Outcome: Sendable {
        case found(Match)
        /// The path is no percent-encoded UTF-8, or a part has a control character in it.
        case malformed
        /// Nothing is bound to this method and path.
        case nothing
    }

    private enum Part: Sendable {
        case fixed(String)
        case parameter(String)
    }

    private struct Pattern: Sendable {
        let method: String
        let parts: [Part]
        let bound: BoundRoute
        let purpose: Purpose

        /// Orders patterns of equally many parts: 0 for a fixed part and 1 for a parameter, from the left. The status
        /// of queued jobs, which nobody wrote down, comes after what is bound to the same path.
        var rank: [UInt8] {
            parts.map { part in
                if case .fixed = part { return 0 }
                return 1
            } + [purpose == .job ? 0 : 1]
        }
    }

    private var fixed: [String: BoundRoute] = [:]
    /// All patterns, those without parameters too, by the number of their parts and in the order of their rank.
    private var patterns: [Int: [Pattern]] = [:]

    public init() {}

    /// Binds a method, in capitals, and a path as plugins.yaml has it. The first of two equal ones wins.
    public mutating func add(_ bound: BoundRoute, method: String, path: String) {
        let parts = Self.split(path).map { part -> Part in
            if part.first == UInt8(ascii: "{"), part.last == UInt8(ascii: "}"), part.count > 2 {
                return .parameter(String(decoding: part.dropFirst().dropLast(), as: UTF8.self))
            }
            return .fixed(PercentText.decoded(part) ?? String(decoding: part, as: UTF8.self))
        }
        if !path.contains("{"), fixed[method + " " + path] == nil { fixed[method + " " + path] = bound }
        insert(Pattern(method: method, parts: parts, bound: bound, purpose: .job))
        if case .queue = bound.binding.target {
            insert(Pattern(method: "GET", parts: parts + [.parameter("id")], bound: bound, purpose: .status))
        }
    }

    /// Finds what a request is for.
    ///
    /// - Parameter path: percent-encoded, as the request has it, without its query.
    public func match(method: String, path: String) -> Outcome {
        if let bound = fixed[method + " " + path] { return .found(Match(bound: bound, purpose: .job, parameters: [])) }
        let raw = Self.split(path)
        guard path.utf8.first == UInt8(ascii: "/"), let candidates = patterns[raw.count] else { return .nothing }
        guard let parts = Self.decode(raw) else { return .malformed }
        for pattern in candidates where pattern.method == method {
            if let parameters = Self.compare(pattern.parts, parts) {
                return .found(Match(bound: pattern.bound, purpose: pattern.purpose, parameters: parameters))
            }
        }
        return .nothing
    }

    /// The methods that are bound to a path, sorted, each once; empty when none is.
    public func methods(of path: String) -> [String] {
        let raw = Self.split(path)
        guard path.utf8.first == UInt8(ascii: "/"), let candidates = patterns[raw.count], let parts = Self.decode(raw)
        else { return [] }
        return Set(candidates.filter { Self.compare($0.parts, parts) != nil }.map(\.method)).sorted()
    }

    private mutating func insert(_ pattern: Pattern) {
        let rank = pattern.rank
        var others = patterns[pattern.parts.count] ?? []
        let place = others.firstIndex { rank.lexicographicallyPrecedes($0.rank) } ?? others.endIndex
        others.insert(pattern, at: place)
        patterns[pattern.parts.count] = others
    }

    private static func split(_ path: String) -> [Substring.UTF8View.SubSequence] {
        path.dropFirst().utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }

    private static func decode(_ raw: [Substring.UTF8View.SubSequence]) -> [String]? {
        var parts: [String] = []
        parts.reserveCapacity(raw.count)
        for part in raw {
            guard let text = PercentText.decoded(part) else { return nil }
            parts.append(text)
        }
        return parts
    }

    /// The parameters' values, or nil when the pattern does not fit. Both have the same number of parts.
    private static func compare(_ pattern: [Part], _ parts: [String]) -> [(name: String, value: String)]? {
        var parameters: [(name: String, value: String)] = []
        for (expected, part) in zip(pattern, parts) {
            guard part != ".", part != ".." else { return nil }
            switch expected {
            case .fixed(let text): if text != part { return nil }
            case .parameter(let name):
                guard !part.isEmpty else { return nil }
                parameters.append((name, part))
            }
        }
        return parameters
    }
}
