/// Finds what somebody meant who wrote something close to it.
package enum NearMiss {
    /// The candidate nearest to `word`, when it is near enough to be worth naming: one slip in three letters.
    package static func nearest(to word: String, among candidates: [String]) -> String? {
        let written = Array(word.lowercased().unicodeScalars.prefix(64))
        let allowed = max(1, written.count / 3)
        let ranked = candidates.map { ($0, distance(written, Array($0.lowercased().unicodeScalars))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= allowed else { return nil }
        return best.0
    }

    /// `did you mean "concurrency"?`, or else the list of what may stand there.
    package static func suggestion(for word: String, among candidates: [String]) -> String {
        if let nearest = nearest(to: word, among: candidates) { return "did you mean \"\(nearest)\"?" }
        return "known here: \(candidates.joined(separator: ", "))"
    }

    /// The fewest insertions, removals, replacements and swaps of neighbours (optimal string alignment).
    private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for row in 0..<first.count {
            var current = [row + 1]
            for column in 0..<second.count {
                let same = first[row] == second[column]
                var best = min(last[column] + (same ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }
}
