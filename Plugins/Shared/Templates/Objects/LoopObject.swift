/// `loop`, in the body of a `for`.
final class LoopObject: RuntimeObject {
    private let values: [Value]
    private let level: Int
    /// The loop that can be called with more elements; nil when it is not recursive.
    private let recursive: LoopCode?
    /// Around the whole loop, when it is recursive.
    private let around: Frame?
    private let run: Run
    var index = 0
    private var lastChanged: [Value]?
    private var isKept = false
    let depth: Int

    static let names = [
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem",
        "cycle",
        "changed", "depth", "depth0",
    ]

    /// - Parameter depth: of what is gone through.
    init(_ elements: [Value], depth: Int, level: Int, recursive: LoopCode?, _ frame: Frame) {
        values = elements
        self.depth = max(1, depth)
        self.level = level
        self.recursive = recursive
        around = recursive == nil ? nil : frame.outer
        run = frame.run
        around?.keepUntilEnd()
    }

    /// At the end of the run: among what `changed` was given may be what holds this loop.
    func clear() { lastChanged = nil }

    var kind: String { "the loop" }
    var text: String { "<LoopContext \(index + 1)/\(values.count)>" }
    var memberNames: [String] { Self.names }

    func member(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "index": .integer(index + 1)
        case "index0": .integer(index)
        case "revindex": .integer(values.count - index)
        case "revindex0": .integer(values.count - index - 1)
        case "first": .bool(index == 0)
        case "last": .bool(index == values.count - 1)
        case "length": .integer(values.count)
        case "depth": .integer(level + 1)
        case "depth0": .integer(level)
        case "previtem":
            index > 0
                ? values[index - 1] : .undefined(Undefined(.because("there is no previous element")))
        case "nextitem":
            index + 1 < values.count
                ? values[index + 1] : .undefined(Undefined(.because("there is no next element")))
        case "cycle", "changed": .object(LoopMethod(self, name))
        default: nil
        }
    }

    func cycle(_ values: [Value]) throws(TemplateError) -> Value {
        guard !values.isEmpty else {
            throw TemplateError(.type, "loop.cycle() needs something to cycle through")
        }
        return values[index % values.count]
    }

    func changed(_ values: [Value]) throws(TemplateError) -> Value {
        for value in values {
            if case .object = value {
                throw TemplateError(.type, "loop.changed() compares values, not \(value.kind)")
            }
            if value.holdsObjects, !isKept {
                isKept = true
                run.keep(self)
            }
        }
        if let lastChanged, lastChanged.count == values.count {
            var isSame = true
            for (one, other) in zip(lastChanged, values) where try !Value.equal(one, other, run) {
                isSame = false
                break
            }
            if isSame { return .bool(false) }
        }
        lastChanged = values
        return .bool(true)
    }

    private func elements(_ arguments: Arguments) throws(TemplateError) -> (LoopCode, Value) {
        guard let recursive else {
            throw TemplateError(.type, "only a loop marked 'recursive' can be called")
        }
        guard let given = try arguments.bound(to: ["iterable"], for: "loop()")[0] else {
            throw TemplateError(.type, "loop() needs a list")
        }
        return (recursive, given)
    }

    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value {
        let text = try run.capture { () throws(TemplateError) in _ = try print(arguments, site) }
        return site.escapes ? .markup(text) : .string(text)
    }

    func print(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Bool {
        let (code, elements) = try elements(arguments)
        // The body's own frame lies in the frame around the whole loop, for every level.
        guard let around else { return false }
        try code.renderRecursively(elements, around: around, level: level + 1)
        return true
    }
}

/// `loop.cycle` and `loop.changed`, to be called.
final class LoopMethod: RuntimeObject {
    private let loop: LoopObject
    private let name: String

    init(_ loop: LoopObject, _ name: String) {
        self.loop = loop
        self.name = name
    }

    var kind: String { "a method" }
    var depth: Int { loop.depth }

    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value {
        guard arguments.named.isEmpty else {
            throw TemplateError(.type, "loop.\(name)() takes no named arguments")
        }
        return name == "cycle"
            ? try loop.cycle(arguments.positional) : try loop.changed(arguments.positional)
    }
}
