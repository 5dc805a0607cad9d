/// The known name that a person most likely meant.
enum NearMiss {
    /// The candidate at the smallest distance, if that is at most a third of the name; the first in their order.
    static func of(_ name: String, among candidates: [String]) -> String? {
        let wanted = Array(name.unicodeScalars.prefix(40))
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(400) {
            let other = Array(candidate.unicodeScalars.prefix(40))
            guard abs(other.count - wanted.count) <= 2, candidate != name else { continue }
            let distance = editDistance(wanted, other)
            if distance <= max(1, wanted.count / 3), distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// Levenshtein's distance, with a swap of neighbours as one change (optimal string alignment).
    private static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var rows = [Array(0...right.count)]
        for (i, a) in left.enumerated() {
            var row = [i + 1]
            for (j, b) in right.enumerated() {
                var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a == b ? 0 : 1))
                if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
                    cost = min(cost, rows[i - 1][j - 1] + 1)
                }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
