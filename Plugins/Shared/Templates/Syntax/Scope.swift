/// Where the value of a name is found.
enum Reference: Sendable {
    case slot(Int)
    /// A slot of the frame so many frames out: of the template around a macro, say.
    case outer(Int, Int)
    /// From the data, kept in a slot once it was asked for.
    case context(String, cache: Int)
}

/// A part of a template that has its own frame of slots while it is rendered: a template's root, a block, a macro,
/// the body of a call or of a recursive loop. Only the parser uses it.
final class UnitScope {
    let outer: Scope?
    private(set) var slots = 0
    /// Names that were not set anywhere around, and come from the data.
    private var fromContext: [String: Int] = [:]
    let kind: Kind

    enum Kind { case root, block, macro, loop }

    init(_ kind: Kind, outer: Scope? = nil) {
        self.kind = kind
        self.outer = outer
    }

    func newSlot() -> Int {
        defer { slots += 1 }
        return slots
    }

    func context(_ name: String) -> Reference {
        if let slot = fromContext[name] { return .context(name, cache: slot) }
        let slot = newSlot()
        fromContext[name] = slot
        return .context(name, cache: slot)
    }
}

/// Names that are set in one piece of a unit: a loop's body, a `with`. A name that is set there begins with the value
/// that it has outside, and the outside keeps its own.
final class Scope {
    unowned let unit: UnitScope
    let parent: Scope?
    private(set) var names: [(name: String, slot: Int)] = []
    private var slots: [String: Int] = [:]
    /// What has to be copied when the scope is entered.
    private(set) var inherited: [Inheritance] = []

    struct Inheritance: Sendable {
        let slot: Int
        let from: Reference
    }

    init(_ unit: UnitScope, parent: Scope? = nil) {
        self.unit = unit
        self.parent = parent
    }

    /// The top of a template: what is set there, blocks and includes see.
    var isTop: Bool { parent == nil && unit.kind == .root }

    func own(_ name: String) -> Int? { slots[name] }

    /// A slot for a name that is set here.
    /// - Parameter inherits: it has the outside's value until it is set.
    func declare(_ name: String, inherits: Bool) -> Int {
        if let slot = own(name) { return slot }
        let before = inherits ? lookUp(name) : nil
        let slot = unit.newSlot()
        names.append((name, slot))
        slots[name] = slot
        if let before { inherited.append(Inheritance(slot: slot, from: before)) }
        return slot
    }

    func lookUp(_ name: String) -> Reference {
        find(name) ?? unit.context(name)
    }

    /// Whether the name is set around here; nil when it comes from the data.
    func find(_ name: String) -> Reference? {
        var scope: Scope? = self
        var level = 0
        while let current = scope {
            if let slot = current.own(name) { return level == 0 ? .slot(slot) : .outer(level, slot) }
            if let parent = current.parent {
                scope = parent
            } else {
                scope = current.unit.outer
                level += 1
            }
        }
        return nil
    }

    /// All names that are set around here, for includes and scoped blocks; the innermost of each name.
    var visible: [(name: String, reference: Reference)] {
        var seen: [String: Bool] = [:]
        var result: [(String, Reference)] = []
        var scope: Scope? = self
        var level = 0
        while let current = scope {
            for (name, slot) in current.names where seen.updateValue(true, forKey: name) == nil {
                result.append((name, level == 0 ? .slot(slot) : .outer(level, slot)))
            }
            if let parent = current.parent {
                scope = parent
            } else {
                scope = current.unit.outer
                level += 1
            }
        }
        return result
    }
}
