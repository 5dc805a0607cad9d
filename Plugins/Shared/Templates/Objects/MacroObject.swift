/// A macro as it was written; also the body of a call block, which is the macro `caller`.
final class MacroCode: Sendable {
    let name: String
    let parameters: [(name: String, slot: Int, usual: (any Expression)?)]
    let body: Body
    let slots: Int
    let caller: Int?
    let varargs: Int?
    let kwargs: Int?
    let inherited: [Scope.Inheritance]
    let depth: Int

    init(
        name: String, parameters: [(name: String, slot: Int, usual: (any Expression)?)], body: Body,
        slots: Int,
        caller: Int?, varargs: Int?, kwargs: Int?, inherited: [Scope.Inheritance]
    ) {
        self.name = name
        self.parameters = parameters
        self.body = body
        self.slots = slots
        self.caller = caller
        self.varargs = varargs
        self.kwargs = kwargs
        self.inherited = inherited
        depth = max(body.depth, parameters.compactMap(\.usual).depth) + 1
    }
}

/// A macro, with the frame in which it was defined.
final class MacroObject: RuntimeObject {
    private let code: MacroCode
    private let outer: Frame

    init(_ code: MacroCode, in outer: Frame) {
        self.code = code
        self.outer = outer
        outer.keepUntilEnd()
    }

    var kind: String { "the macro '\(code.name)'" }
    var text: String { "<Macro '\(code.name)'>" }
    var memberNames: [String] { ["name", "arguments", "catch_kwargs", "catch_varargs", "caller"] }

    func member(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "name": .string(code.name)
        case "arguments": try .tuple(code.parameters.map { .string($0.name) })
        case "catch_kwargs": .bool(code.kwargs != nil)
        case "catch_varargs": .bool(code.varargs != nil)
        case "caller": .bool(code.caller != nil)
        default: nil
        }
    }

    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value {
        let text = try site.run.capture { () throws(TemplateError) in _ = try print(arguments, site) }
        return site.escapes ? .markup(text) : .string(text)
    }

    func print(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Bool {
        try site.run.enter(code.depth, slots: code.slots)
        defer { site.run.leave(code.depth) }
        let frame = Frame(site.run, outer.context, slots: code.slots, outer: outer)
        try frame.inherit(code.inherited)
        try bind(arguments, frame)
        try code.body.render(frame)
        return true
    }

    private func bind(_ arguments: Arguments, _ frame: Frame) throws(TemplateError) {
        let parameters = code.parameters
        var named = arguments.named
        for (index, parameter) in parameters.enumerated() {
            if index < arguments.positional.count {
                frame.slots[parameter.slot] = arguments.positional[index]
            } else if let place = named.firstIndex(where: { $0.name == parameter.name }) {
                frame.slots[parameter.slot] = named.remove(at: place).value
            }
        }
        if let caller = code.caller {
            if let place = named.firstIndex(where: { $0.name == "caller" }) {
                frame.slots[caller] = named.remove(at: place).value
            } else {
                frame.slots[caller] = .undefined(
                    Undefined(.because("the macro '\(code.name)' was called without a caller")))
            }
        }
        if let kwargs = code.kwargs {
            frame.slots[kwargs] = .dictionary(try Mapping(names: named.map { ($0.name, $0.value) }))
        } else if let unknown = named.first {
            throw unknownArgument(unknown.name)
        }
        let extra = Array(arguments.positional.dropFirst(parameters.count))
        if let varargs = code.varargs {
            frame.slots[varargs] = try .tuple(extra)
        } else if !extra.isEmpty {
            throw TemplateError(
                .type,
                "the macro '\(code.name)' takes at most \(parameters.count) arguments, and is given \(arguments.positional.count)"
            )
        }
        for parameter in parameters where frame.slots[parameter.slot] == nil {
            if let usual = parameter.usual {
                frame.slots[parameter.slot] = try usual.evaluate(frame)
            } else {
                let sentence = "the macro '\(code.name)' was not given '\(parameter.name)'"
                frame.slots[parameter.slot] = .undefined(Undefined(.because(sentence)))
            }
        }
    }

    private func unknownArgument(_ name: String) -> TemplateError {
        if name == "caller" {
            return TemplateError(
                .type, "the macro '\(code.name)' does not use caller(): it cannot be called with a body")
        }
        let near = NearMiss.of(name, among: code.parameters.map(\.name))
        let hint = near.map { "; did you mean '\($0)'?" } ?? ""
        return TemplateError(.type, "the macro '\(code.name)' takes no argument '\(name)'" + hint)
    }
}
