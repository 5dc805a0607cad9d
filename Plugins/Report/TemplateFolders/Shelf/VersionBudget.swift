/// Bounds the memory of versions that are served no more, over all templates: the oldest go first, and those of folders
/// that are gone before others. What somebody holds can still be asked for.
enum VersionBudget {
    static func keep(within bytes: Int, _ slots: inout [String: ShelfSlot]) {
        if weight(of: slots) > bytes {
            for name in slots.keys where slots[name]?.isThere == false { slots[name]?.versions.forget(to: 0) }
        }
        var kept = VersionMemory.kept
        while kept > 1, weight(of: slots) > bytes {
            kept -= 1
            for name in slots.keys { slots[name]?.versions.forget(to: kept) }
        }
        slots = slots.filter { $0.value.isThere || !$0.value.versions.isEmpty }
    }

    private static func weight(of slots: [String: ShelfSlot]) -> Int {
        slots.values.reduce(0) { $0 &+ $1.versions.weight(but: $1.current) }
    }
}
