/// `cycler()`: values in turn.
final class CyclerObject: RuntimeObject {
    private let items: Items
    private var position = 0

    init(_ values: [Value]) throws(TemplateError) {
        guard !values.isEmpty else { throw TemplateError(.value, "cycler() needs at least one value") }
        items = try Items(values)
    }

    var kind: String { "the cycler" }
    var depth: Int { items.depth }
    var isCallable: Bool { false }
    var memberNames: [String] { ["current", "next", "reset"] }

    func member(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "current": items.values[position]
        case "next", "reset": .object(CyclerMethod(self, isReset: name == "reset"))
        default: nil
        }
    }

    func next() -> Value {
        defer { position = (position + 1) % items.values.count }
        return items.values[position]
    }

    func reset() -> Value {
        position = 0
        return .none
    }
}

/// `cycler.next` and `cycler.reset`, to be called.
final class CyclerMethod: RuntimeObject {
    private let cycler: CyclerObject
    private let isReset: Bool

    init(_ cycler: CyclerObject, isReset: Bool) {
        self.cycler = cycler
        self.isReset = isReset
    }

    var kind: String { "a method" }
    var depth: Int { cycler.depth }

    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value {
        _ = try arguments.bound(to: [], for: "a cycler's method")
        return isReset ? cycler.reset() : cycler.next()
    }
}

/// `joiner()`: nothing at the first call, the separator at all others.
final class JoinerObject: RuntimeObject {
    private let separator: Value
    private var isUsed = false

    let depth: Int

    init(_ separator: Value) throws(TemplateError) {
        depth = try Extent([separator]).depth
        self.separator = separator
    }

    var kind: String { "the joiner" }

    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value {
        _ = try arguments.bound(to: [], for: kind)
        defer { isUsed = true }
        return isUsed ? separator : .string("")
    }
}
