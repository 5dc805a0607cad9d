/// What values are given to, and what names mean.
extension Parser {
    /// A name, a tuple of names, or, but in a loop, a member of a namespace.
    mutating func target(isLoop: Bool) throws(TemplateError) -> Target {
        let place = current.place
        var targets: [Target] = []
        var isTuple = false
        while true {
            if !targets.isEmpty, endsTarget { break }
            guard targets.count < Self.mostAtOnce else {
                throw fail("at most \(Self.mostAtOnce) names can be given values at once", at: place)
            }
            targets.append(try oneTarget(isLoop: isLoop))
            guard skip(sign: ",") else { break }
            isTuple = true
        }
        return isTuple ? .tuple(targets, place) : targets[0]
    }

    private var endsTarget: Bool {
        current.isName("in") || current.isSign("=") || current.isSign(")") || current.isSign("|")
            || current.kind == .blockEnd
    }

    private mutating func oneTarget(isLoop: Bool) throws(TemplateError) -> Target {
        if current.isSign("(") {
            return try nested { (parser) throws(TemplateError) in
                parser.next()
                let target = try parser.target(isLoop: isLoop)
                try parser.expect(sign: ")")
                return target
            }
        }
        let token = try expect(.name, "a name")
        guard !["true", "false", "none", "True", "False", "None"].contains(token.text) else {
            throw fail("'\(token.text)' cannot be given a value", at: token.place)
        }
        if !isLoop, skip(sign: ".") {
            let member = try expect(.name, "the name of a member")
            return .member(load(token), member.text, token.place)
        }
        if token.text == "loop", scope.find("loop") != nil {
            throw fail("'loop' cannot be given a value in a loop", at: token.place)
        }
        return declare(token.text, isLoop: isLoop)
    }

    /// - Parameter isLoop: the name is given a value before anything reads it.
    func declare(_ name: String, isLoop: Bool) -> Target {
        let slot = scope.declare(name, inherits: !isLoop)
        return .name(slot: slot, shared: scope.isTop ? name : nil)
    }

    func load(_ token: Token) -> Name {
        if ["caller", "varargs", "kwargs"].contains(token.text) { macroScopes.last?.use(token.text) }
        return Name(token.text, scope.lookUp(token.text), token.place)
    }
}
