/// Puts together what styles say with what they inherit. Each style is put together once, however many extend it.
struct StyleInheritance {
    struct Own {
        var parents: [String]
        var properties: [StyleProperty.Named]
    }

    enum Problem: Error, Hashable { case circular, tooDeep }

    /// Styles that extend each other, one behind the other.
    static let deepest = 16

    private struct Whole {
        var properties: [StyleProperty.Named]
        /// Of styles one behind the other, itself among them.
        var depth: Int
    }

    private let own: [String: Own]
    private var known: [String: Whole] = [:]

    init(_ own: [String: Own]) { self.own = own }

    /// What a style says after all it inherits: each property once, the last that is said.
    mutating func properties(of name: String) throws(Problem) -> [StyleProperty.Named] {
        try whole(name, within: []).properties
    }

    /// Failures are not kept: the first ends all, so that it costs one way down.
    private mutating func whole(_ name: String, within open: [String]) throws(Problem) -> Whole {
        if let whole = known[name] { return whole }
        guard let style = own[name] else { return Whole(properties: [], depth: 0) }
        if open.contains(name) { throw .circular }
        guard open.count < Self.deepest else { throw .tooDeep }
        var all: [StyleProperty.Named] = []
        var depth = 0
        for parent in style.parents {
            let inherited = try whole(parent, within: open + [name])
            all += inherited.properties
            depth = max(depth, inherited.depth)
        }
        guard depth < Self.deepest else { throw .tooDeep }
        let found = Whole(properties: Self.last(all + style.properties), depth: depth + 1)
        known[name] = found
        return found
    }

    /// Without what is said again later.
    private static func last(_ properties: [StyleProperty.Named]) -> [StyleProperty.Named] {
        var seen: Set<StyleProperty.Name> = []
        return properties.reversed().filter { seen.insert($0.name).inserted }.reversed()
    }
}
