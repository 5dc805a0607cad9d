/// Statements that define, call or fetch: macros, blocks, other templates.
extension Parser {
    mutating func macroStatement() throws(TemplateError) -> any Statement {
        let token = try expect(.name, "the macro's name")
        let target = declare(token.text, isLoop: false)
        let code = try macro(named: token.text, end: "endmacro", needsParentheses: true)
        return MacroStatement(target, code)
    }

    mutating func callBlock(_ place: Place) throws(TemplateError) -> any Statement {
        let silent = isSilentWhenExtending
        // The body's parameters come first, and then the call, which belongs to the scope around.
        let around = scope
        let unit = UnitScope(.macro, outer: around)
        scope = Scope(unit)
        defer { scope = around }
        let specials = MacroSpecials(scope)
        let parameters: [(name: String, slot: Int, usual: (any Expression)?)] =
            current.isSign("(") ? try signature() : []
        scope = around
        guard let call = try expression() as? Call else {
            throw fail("a call of a macro is expected here", at: place)
        }
        let inner = specials.scope
        scope = inner
        macroScopes.append(specials)
        let body = try body(until: ["endcall"])
        macroScopes.removeLast()
        next()
        let code = MacroCode(
            name: "caller", parameters: parameters, body: body, slots: unit.slots,
            caller: specials.caller,
            varargs: specials.varargs, kwargs: specials.kwargs, inherited: inner.inherited)
        return CallBlock(call, code, isSilentWhenExtending: silent)
    }

    private mutating func macro(named name: String, end: String, needsParentheses: Bool)
        throws(TemplateError)
        -> MacroCode
    {
        let unit = UnitScope(.macro, outer: scope)
        let captured = captures
        captures = 0
        defer { captures = captured }
        let around = scope
        let inner = Scope(unit)
        scope = inner
        defer { scope = around }
        let specials = MacroSpecials(inner)
        macroScopes.append(specials)
        defer { macroScopes.removeLast() }
        let parameters = try signature()
        let body = try body(until: [end])
        next()
        return MacroCode(
            name: name, parameters: parameters, body: body, slots: unit.slots, caller: specials.caller,
            varargs: specials.varargs, kwargs: specials.kwargs, inherited: inner.inherited)
    }

    private mutating func signature() throws(TemplateError) -> [(
        name: String, slot: Int, usual: (any Expression)?
    )] {
        try expect(sign: "(")
        var parameters: [(name: String, slot: Int, usual: (any Expression)?)] = []
        while !current.isSign(")") {
            if !parameters.isEmpty { try expect(sign: ",") }
            let token = try expect(.name, "the name of a parameter")
            guard !parameters.contains(where: { $0.name == token.text }) else {
                throw fail("the parameter '\(token.text)' is there twice", at: token.place)
            }
            let slot = scope.declare(token.text, inherits: false)
            var usual: (any Expression)?
            if skip(sign: "=") {
                usual = try expression()
            } else if parameters.last?.usual != nil {
                throw fail("a parameter without a default follows one with a default", at: token.place)
            }
            if token.text == "caller", usual == nil {
                throw fail("'caller' can only be a parameter with a default", at: token.place)
            }
            parameters.append((token.text, slot, usual))
        }
        try expect(sign: ")")
        return parameters
    }

    mutating func blockStatement(_ place: Place) throws(TemplateError) -> any Statement {
        let silent = isSilentWhenExtending
        let token = try expect(.name, "the block's name")
        if current.isSign("-") { throw fail("the name of a block cannot have a '-': use '_'") }
        let isScoped = skip(name: "scoped")
        let isRequired = skip(name: "required")
        guard blocks[token.text] == nil else {
            throw fail("the block '\(token.text)' is there twice", at: place)
        }
        let visible = isScoped ? scope.visible : nil
        let unit = UnitScope(.block)
        let (around, captured, specials) = (scope, captures, macroScopes)
        scope = Scope(unit)
        (captures, macroScopes) = (0, [])
        defer { (scope, captures, macroScopes) = (around, captured, specials) }
        let inner = scope
        let superSlot = inner.declare("super", inherits: false)
        let selfSlot = inner.declare("self", inherits: false)
        let body = try body(until: ["endblock"])
        next()
        if isRequired, !body.statements.allSatisfy({ ($0 as? TextStatement)?.isBlank ?? false }) {
            throw fail("a required block can hold only white space and comments", at: place)
        }
        _ = skip(name: token.text)
        blocks[token.text] = BlockCode(
            name: token.text, body: body, slots: unit.slots, inherited: inner.inherited,
            superSlot: superSlot,
            selfSlot: selfSlot, isRequired: isRequired)
        return BlockStatement(token.text, isSilentWhenExtending: silent, visible: visible, place)
    }

    mutating func extendsStatement(_ place: Place) throws(TemplateError) -> any Statement {
        guard scope.isTop else {
            throw fail("'extends' can stand only at the top of a template", at: place)
        }
        return ExtendsStatement(try expression())
    }

    mutating func includeStatement() throws(TemplateError) -> any Statement {
        let silent = isSilentWhenExtending
        let name = try expression()
        var ignoresMissing = false
        if current.isName("ignore"), following.isName("missing") {
            next()
            next()
            ignoresMissing = true
        }
        let visible = context(usual: true)
        return IncludeStatement(
            name, ignoresMissing: ignoresMissing, visible: visible, isSilentWhenExtending: silent)
    }

    mutating func importStatement() throws(TemplateError) -> any Statement {
        let name = try expression()
        try expect(name: "as")
        let token = try expect(.name, "a name")
        let visible = context(usual: false)
        return ImportStatement(
            name, visible: visible, module: declare(token.text, isLoop: false), names: [])
    }

    mutating func fromStatement() throws(TemplateError) -> any Statement {
        let template = try expression()
        try expect(name: "import")
        var names: [(name: String, target: Target, place: Place)] = []
        while true {
            if !names.isEmpty {
                if current.isName("with") || current.isName("without"), following.isName("context") {
                    break
                }
                guard current.isSign(",") else { break }
                next()
                if current.isName("with") || current.isName("without"), following.isName("context") {
                    break
                }
            }
            let token = try expect(.name, "a name")
            if token.text.hasPrefix("_") {
                throw fail(
                    "'\(token.text)' cannot be imported: it begins with an underscore", at: token.place)
            }
            let alias = skip(name: "as") ? try expect(.name, "a name") : token
            names.append((token.text, declare(alias.text, isLoop: false), token.place))
        }
        return ImportStatement(template, visible: context(usual: false), module: nil, names: names)
    }

    /// What another template sees; nil without context.
    private mutating func context(usual: Bool) -> [(name: String, reference: Reference)]? {
        var isWith = usual
        if current.isName("with") || current.isName("without"), following.isName("context") {
            isWith = next().text == "with"
            next()
        }
        return isWith ? scope.visible.filter { $0.name != "self" && $0.name != "super" } : nil
    }
}
