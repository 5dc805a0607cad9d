/// Text, tags, and the statements that print or choose.
extension Parser {
    static let tags = [
        "autoescape", "block", "call", "extends", "filter", "for", "from", "if", "import", "include",
        "macro", "print",
        "set", "with",
    ]

    /// Statements up to a tag of one of these names, which stays current.
    mutating func statements(until ends: [String]) throws(TemplateError) -> Body {
        var statements: [any Statement] = []
        while true {
            let token = current
            switch token.kind {
            case .data:
                next()
                statements.append(
                    TextStatement(token.text, isSilentWhenExtending: isSilentWhenExtending, token.place))
            case .variableBegin:
                next()
                let expression = try tuple()
                guard current.kind == .variableEnd else { throw unexpected("'}}'") }
                next()
                statements.append(
                    PrintStatement(expression, escapes: escapes, isSilentWhenExtending: isSilentWhenExtending)
                )
            case .blockBegin:
                next()
                if current.kind == .name, ends.contains(current.text) { return Body(statements) }
                if let statement = try nested({ (parser) throws(TemplateError) in try parser.statement(ends)
                }) {
                    statements.append(statement)
                }
                try expectTagEnd()
            case .end:
                guard ends.isEmpty else { throw unclosed(ends) }
                return Body(statements)
            default: throw unexpected("text or a tag")
            }
        }
    }

    private func unclosed(_ ends: [String]) -> TemplateError {
        let wanted = ends.map { "'{% \($0) %}'" }.joined(separator: " or ")
        guard let open = openTags.last else { return fail("\(wanted) is missing") }
        return fail(
            "'\(open.name)' is not ended before the template ends: \(wanted) is missing", at: open.place)
    }

    /// The body of a statement: behind the end of its tag, up to one of these tags.
    mutating func body(until ends: [String]) throws(TemplateError) -> Body {
        _ = skip(sign: ":")
        try expectTagEnd()
        return try statements(until: ends)
    }

    private mutating func statement(_ ends: [String]) throws(TemplateError) -> (any Statement)? {
        guard current.kind == .name else { throw unexpected("the name of a tag") }
        let tag = next()
        openTags.append((tag.text, tag.place))
        let statement: (any Statement)?
        switch tag.text {
        case "for": statement = try forStatement()
        case "if": statement = try ifStatement()
        case "set": statement = try setStatement()
        case "with": statement = try withStatement()
        case "autoescape": statement = try autoescapeStatement()
        case "filter": statement = try filterBlock()
        case "print": statement = try printStatement()
        case "macro": statement = try macroStatement()
        case "call": statement = try callBlock(tag.place)
        case "block": statement = try blockStatement(tag.place)
        case "extends": statement = try extendsStatement(tag.place)
        case "include": statement = try includeStatement()
        case "import": statement = try importStatement()
        case "from": statement = try fromStatement()
        default: throw unknown(tag, ends)
        }
        openTags.removeLast()
        return statement
    }

    private func unknown(_ tag: Token, _ ends: [String]) -> TemplateError {
        let isEnd = tag.text.hasPrefix("end") || tag.text == "else" || tag.text == "elif"
        if isEnd, !ends.isEmpty, openTags.count > 1 {
            let open = openTags[openTags.count - 2]
            let wanted = ends.map { "'\($0)'" }.joined(separator: " or ")
            return fail(
                "'\(tag.text)' does not end '\(open.name)' of line \(open.place.line): \(wanted) is expected",
                at: tag.place)
        }
        if isEnd { return fail("'\(tag.text)' ends nothing: no tag is open", at: tag.place) }
        let near = NearMiss.of(tag.text, among: Self.tags).map { "; did you mean '\($0)'?" } ?? ""
        return fail("there is no tag '\(tag.text)'" + near, at: tag.place)
    }

    private mutating func ifStatement() throws(TemplateError) -> any Statement {
        var branches: [(condition: any Expression, body: Body)] = []
        var otherwise: Body?
        while true {
            let condition = try tuple(withChoice: false)
            branches.append((condition, try body(until: ["elif", "else", "endif"])))
            let end = next()
            if end.text == "elif" { continue }
            if end.text == "else" {
                otherwise = try body(until: ["endif"])
                next()
            }
            return IfStatement(branches, otherwise)
        }
    }

    private mutating func forStatement() throws(TemplateError) -> any Statement {
        // The target is read in the loop's scope and the elements in the one around: first the elements are found.
        let around = scope
        let isRecursive = isRecursiveLoop()
        let unit = isRecursive ? UnitScope(.loop, outer: around) : around.unit
        let inner = isRecursive ? Scope(unit) : Scope(unit, parent: around)
        scope = inner
        defer { scope = around }
        let loopSlot = inner.declare("loop", inherits: false)
        let target = try target(isLoop: true)
        try expect(name: "in")
        scope = around
        let elements = try tuple(withChoice: false, endedBy: "recursive")
        scope = inner
        let condition: (any Expression)? = skip(name: "if") ? try expression() : nil
        _ = skip(name: "recursive")
        let body = try body(until: ["endfor", "else"])
        var otherwise: Body?
        let elseScope = isRecursive ? Scope(unit, parent: inner) : Scope(unit, parent: around)
        if next().text == "else" {
            scope = elseScope
            otherwise = try self.body(until: ["endfor"])
            next()
        }
        let code = LoopCode(
            target: target, condition: condition, loopSlot: loopSlot, body: body, otherwise: otherwise,
            inherited: inner.inherited, otherwiseInherited: elseScope.inherited,
            slots: isRecursive ? unit.slots : 0)
        return ForStatement(elements, code)
    }

    /// Whether the tag that is being read ends with `recursive`.
    private func isRecursiveLoop() -> Bool {
        var look = lookahead(0)
        var (index, last) = (0, look)
        while look.kind != .blockEnd, look.kind != .end, look.kind != .wrong {
            (last, index) = (look, index + 1)
            look = lookahead(index)
        }
        return last.isName("recursive")
    }

    private mutating func withStatement() throws(TemplateError) -> any Statement {
        var settings: [(target: Target, value: any Expression)] = []
        let around = scope
        let inner = Scope(around.unit, parent: around)
        defer { scope = around }
        while current.kind != .blockEnd, !current.isSign(":") {
            if !settings.isEmpty { try expect(sign: ",") }
            scope = inner
            let target = try target(isLoop: true)
            try expect(sign: "=")
            scope = around
            settings.append((target, try expression()))
        }
        scope = inner
        let body = try body(until: ["endwith"])
        next()
        return ScopeStatement(settings, body, inner.inherited)
    }

    private mutating func autoescapeStatement() throws(TemplateError) -> any Statement {
        let around = escapes
        guard current.kind == .name,
            let isOn = ["true": true, "True": true, "false": false, "False": false][current.text]
        else { throw unexpected("'true' or 'false'") }
        next()
        escapes = isOn
        defer { escapes = around }
        let (body, inherited) = try scoped { (parser) throws(TemplateError) in
            try parser.body(until: ["endautoescape"])
        }
        next()
        return ScopeStatement([], body, inherited)
    }

    private mutating func printStatement() throws(TemplateError) -> any Statement {
        var statements: [any Statement] = []
        while current.kind != .blockEnd {
            if !statements.isEmpty { try expect(sign: ",") }
            statements.append(
                PrintStatement(
                    try expression(), escapes: escapes, isSilentWhenExtending: isSilentWhenExtending))
        }
        return ScopeStatement([], Body(statements), [])
    }

    private mutating func filterBlock() throws(TemplateError) -> any Statement {
        let silent = isSilentWhenExtending
        let filter = try filters(on: nil, begun: true)
        captures += 1
        defer { captures -= 1 }
        let (body, inherited) = try scoped { (parser) throws(TemplateError) in
            try parser.body(until: ["endfilter"])
        }
        next()
        return FilterBlock(filter, body, inherited, escapes: escapes, isSilentWhenExtending: silent)
    }

    private mutating func setStatement() throws(TemplateError) -> any Statement {
        // A name that is declared here begins with the value it has around: `set a = a + 1` reads that one.
        let target = try target(isLoop: false)
        if skip(sign: "=") { return SetStatement(target, try tuple()) }
        let filter: FilterCall? = current.isSign("|") ? try filters(on: nil, begun: false) : nil
        captures += 1
        defer { captures -= 1 }
        let (body, inherited) = try scoped { (parser) throws(TemplateError) in
            try parser.body(until: ["endset"])
        }
        next()
        return SetBlock(target, filter, body, inherited, escapes: escapes)
    }
}
