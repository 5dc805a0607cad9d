/// Shares a length out among neighbours: columns of a table, children of a row or column.
struct FlexibleLengths {
    struct Item {
        /// What it has before anything is shared out.
        var base: Double
        var least: Double
        var most: Double
        /// Weight when there is too much, and when there is too little.
        var grow: Double
        var shrink: Double
    }

    /// Each item's length. Together they are `available` when weights and bounds allow it, and never below `least`.
    static func shared(_ items: [Item], available: Double) -> [Double] {
        var lengths = items.map { min(max($0.base, $0.least), max($0.most, $0.least)) }
        let free = available - items.reduce(0) { $0 + $1.base }
        let sum = lengths.reduce(0, +)
        if sum < available || (free > 0 && items.contains { $0.grow > 0 }) {
            grow(items, &lengths, available: available)
        }
        let excess = lengths.reduce(0, +) - available
        if excess > 0 { shrink(items, &lengths, by: excess) }
        return lengths
    }

    /// Whoever would exceed a bound gets the bound, and the others share the rest anew. Each round settles one at least.
    private static func grow(_ items: [Item], _ lengths: inout [Double], available: Double) {
        var isOpen = items.map { $0.grow > 0 }
        for _ in items.indices {
            var free = available
            var weight = 0.0
            for index in items.indices {
                free -= isOpen[index] ? items[index].base : lengths[index]
                if isOpen[index] { weight += items[index].grow }
            }
            guard weight > 0 else { return }
            var violation = 0.0
            for index in items.indices where isOpen[index] {
                let wanted = items[index].base + max(0, free) * items[index].grow / weight
                lengths[index] = min(max(wanted, items[index].least), max(items[index].most, items[index].least))
                violation += lengths[index] - wanted
            }
            if abs(violation) < 0.001 { return }
            var hasSettled = false
            for index in items.indices where isOpen[index] {
                let wanted = items[index].base + max(0, free) * items[index].grow / weight
                let isAtBound = violation >= 0 ? lengths[index] > wanted : lengths[index] < wanted
                if isAtBound {
                    isOpen[index] = false
                    hasSettled = true
                }
            }
            guard hasSettled else { return }
        }
    }

    /// In proportion to what each could give.
    private static func shrink(_ items: [Item], _ lengths: inout [Double], by excess: Double) {
        let spare = items.indices.map { max(0, lengths[$0] - items[$0].least) * items[$0].shrink }
        let all = spare.reduce(0, +)
        guard all > 0 else { return }
        for index in items.indices {
            lengths[index] = max(items[index].least, lengths[index] - excess * spare[index] / all)
        }
    }
}
