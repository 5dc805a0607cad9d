/// Finds the name that somebody meant who wrote something close to it.
public enum NearMiss {
    /// `; did you mean "padding"?`, or else the names that may stand there, when they are few.
    public static func suggestion(for word: String, among names: [String]) -> String {
        if let near = nearest(to: word, among: names) { return "; did you mean \"\(near)\"?" }
        if names.isEmpty { return "; there are none" }
        let shown = names.sorted().prefix(40).joined(separator: ", ")
        return "; known here: \(shown)\(names.count > 40 ? " and \(names.count - 40) more" : "")"
    }

    /// The name with the fewest letters changed, put in, left out or swapped: at most one in three.
    static func nearest(to word: String, among names: [String]) -> String? {
        let written = Array(word.lowercased().utf8.prefix(48))
        var best: (name: String, distance: Int)?
        for name in names.sorted() {
            let distance = changes(from: written, to: Array(name.lowercased().utf8.prefix(48)))
            if distance < best?.distance ?? Int.max { best = (name, distance) }
        }
        guard let best, best.distance <= max(1, written.count / 3) else { return nil }
        return best.name
    }

    /// Optimal string alignment, row by row.
    private static func changes(from written: [UInt8], to name: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...name.count)
        for (row, letter) in written.enumerated() {
            var current = [row + 1]
            for (column, other) in name.enumerated() {
                var best = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                let isSwapped = row > 0 && column > 0 && letter == name[column - 1] && written[row - 1] == other
                if isSwapped { best = min(best, beforeLast[column - 1] + 1) }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[name.count]
    }
}
