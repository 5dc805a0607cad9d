/// Operands: constants, names, lists, and what follows them.
extension Parser {
    private static let constants: [String: Literal.Constant] = [
        "true": .bool(true), "True": .bool(true), "false": .bool(false), "False": .bool(false),
        "none": .none,
        "None": .none,
    ]
    /// Arguments of one call, and names that one `set` or `for` gives values to.
    static let mostAtOnce = 255
    private static let reserved: Set<String> = ["and", "or", "not", "if", "else", "in", "is"]

    mutating func primary() throws(TemplateError) -> any Expression {
        let token = current
        switch token.kind {
        case .name:
            guard !Self.reserved.contains(token.text) else { throw unexpected("a value") }
            next()
            if let constant = Self.constants[token.text] { return Literal(constant, token.place) }
            return load(token)
        case .string:
            var text = ""
            while current.kind == .string { text += next().text }
            return Literal(.string(text), token.place)
        case .integer:
            next()
            return Literal(.integer(token.integer), token.place)
        case .float:
            next()
            return Literal(.number(token.float), token.place)
        case .sign where token.text == "(":
            next()
            let inner = try tuple(isEmptyAllowed: true)
            try expect(sign: ")")
            return inner
        case .sign where token.text == "[": return try list()
        case .sign where token.text == "{": return try dictionary()
        default: throw unexpected("a value")
        }
    }

    private mutating func list() throws(TemplateError) -> any Expression {
        let place = next().place
        var elements: [any Expression] = []
        while !current.isSign("]") {
            if !elements.isEmpty { try expect(sign: ",") }
            if current.isSign("]") { break }
            elements.append(try expression())
        }
        try expect(sign: "]")
        return try checked(Display(elements, isTuple: false, place))
    }

    private mutating func dictionary() throws(TemplateError) -> any Expression {
        let place = next().place
        var members: [(key: any Expression, value: any Expression)] = []
        while !current.isSign("}") {
            if !members.isEmpty { try expect(sign: ",") }
            if current.isSign("}") { break }
            let key = try expression()
            try expect(sign: ":")
            members.append((key, try expression()))
        }
        try expect(sign: "}")
        return try checked(DictionaryDisplay(members, place))
    }

    /// Members, elements and calls.
    mutating func postfix(_ first: any Expression) throws(TemplateError) -> any Expression {
        var value = first
        while true {
            let token = current
            if skip(sign: ".") {
                if current.kind == .name {
                    value = try checked(Member(value, next().text, token.place))
                } else if current.kind == .integer {
                    let index = next()
                    value = try checked(
                        Element(value, Literal(.integer(index.integer), index.place), token.place))
                } else {
                    throw unexpected("the name of a member")
                }
            } else if skip(sign: "[") {
                value = try subscripted(value, token.place)
            } else if current.isSign("(") {
                value = try checked(Call(value, try arguments(), escapes: escapes, token.place))
            } else {
                return value
            }
        }
    }

    private mutating func subscripted(_ value: any Expression, _ place: Place) throws(TemplateError)
        -> any Expression
    {
        var keys: [any Expression] = []
        var isTuple = false
        while !current.isSign("]") {
            var bounds: [(any Expression)?] = [current.isSign(":") ? nil : try expression()]
            while bounds.count < 3, skip(sign: ":") {
                bounds.append(
                    current.isSign(":") || current.isSign("]") || current.isSign(",") ? nil : try expression()
                )
            }
            if bounds.count > 1 {
                while bounds.count < 3 { bounds.append(nil) }
                try expect(sign: "]")
                return try checked(SliceExpression(value, bounds, place))
            }
            if let key = bounds[0] { keys.append(key) }
            guard skip(sign: ",") else { break }
            isTuple = true
        }
        try expect(sign: "]")
        if !isTuple, let key = keys.first { return try checked(Element(value, key, place)) }
        return try checked(Element(value, try checked(Display(keys, isTuple: true, place)), place))
    }

    mutating func arguments() throws(TemplateError) -> ArgumentList {
        let place = current.place
        try expect(sign: "(")
        var list = ArgumentList()
        var isFirst = true
        var count = 0
        while !current.isSign(")") {
            count += 1
            guard count <= Self.mostAtOnce else {
                throw fail("a call has at most \(Self.mostAtOnce) arguments", at: place)
            }
            if !isFirst {
                try expect(sign: ",")
                if current.isSign(")") { break }
            }
            isFirst = false
            if skip(sign: "*") {
                guard list.list == nil, list.dictionary == nil else { throw misplaced(place) }
                list.list = try expression()
            } else if skip(sign: "**") {
                guard list.dictionary == nil else { throw misplaced(place) }
                list.dictionary = try expression()
            } else if current.kind == .name, following.isSign("=") {
                guard list.dictionary == nil else { throw misplaced(place) }
                let name = next()
                next()
                guard !list.named.contains(where: { $0.name == name.text }) else {
                    throw fail("the argument '\(name.text)' is given twice", at: name.place)
                }
                list.named.append((name.text, try expression()))
            } else {
                guard list.list == nil, list.dictionary == nil, list.named.isEmpty else {
                    throw misplaced(place)
                }
                list.positional.append(try expression())
            }
        }
        try expect(sign: ")")
        return list
    }

    private func misplaced(_ place: Place) -> TemplateError {
        fail(
            "the arguments of this call are out of order: plain ones, then named ones, then '*' and '**'",
            at: place)
    }

    /// `|filter` and calls behind it, and `is test`, as often as they come.
    mutating func filtered(_ first: any Expression) throws(TemplateError) -> any Expression {
        var value = first
        while true {
            if current.isSign("|") {
                value = try filters(on: value, begun: false)
            } else if current.isSign("(") {
                let place = current.place
                value = try checked(Call(value, try arguments(), escapes: escapes, place))
            } else if current.isName("is") {
                value = try test(value)
            } else {
                return value
            }
        }
    }

    /// - Parameter begun: the first filter's name stands here, without `|`.
    mutating func filters(on first: (any Expression)?, begun: Bool) throws(TemplateError)
        -> FilterCall
    {
        var result: FilterCall?
        var value = first
        var begun = begun
        while begun || skip(sign: "|") {
            begun = false
            let token = try expect(.name, "the name of a filter")
            guard let filter = Filters.table[token.text] else {
                let near =
                    NearMiss.of(token.text, among: Filters.names).map { "; did you mean '\($0)'?" } ?? ""
                throw fail("there is no filter '\(token.text)'" + near, at: token.place)
            }
            let arguments = current.isSign("(") ? try arguments() : ArgumentList()
            let call = try checked(
                FilterCall(
                    value, filter, arguments, escapes: escapes, token.place))
            (result, value) = (call, call)
        }
        guard let result else { throw unexpected("a filter") }
        return result
    }

    private mutating func test(_ value: any Expression) throws(TemplateError) -> any Expression {
        let place = next().place
        let isNegated = skip(name: "not")
        let token = try expect(.name, "the name of a test")
        guard let test = Tests.table[token.text] else {
            let near = NearMiss.of(token.text, among: Tests.names).map { "; did you mean '\($0)'?" } ?? ""
            throw fail("there is no test '\(token.text)'" + near, at: token.place)
        }
        var list = ArgumentList()
        if current.isSign("(") {
            list = try arguments()
        } else if beginsArgument {
            if current.isName("is") { throw fail("tests cannot be chained with 'is'") }
            list.positional = [try postfix(try primary())]
        }
        let call = try checked(TestCall(value, test, list, place))
        return isNegated ? try checked(Negation(call, place)) : call
    }

    /// A test may have one argument without parentheses.
    private var beginsArgument: Bool {
        switch current.kind {
        case .string, .integer, .float: true
        case .sign: current.text == "[" || current.text == "{"
        case .name: !["else", "or", "and", "if", "in", "not", "recursive"].contains(current.text)
        default: false
        }
    }
}
