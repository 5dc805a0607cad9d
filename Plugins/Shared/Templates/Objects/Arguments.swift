/// What a call, filter or test is given.
struct Arguments {
    var positional: [Value] = []
    var named: [(name: String, value: Value)] = []

    static var none: Arguments { Arguments() }

    /// What reading the texts costs that are given, and the one they are applied to, in steps.
    func textWeight(with value: Value) -> Int {
        var bytes = value.text?.utf8.count ?? 0
        for argument in positional { bytes &+= argument.text?.utf8.count ?? 0 }
        for argument in named { bytes &+= argument.value.text?.utf8.count ?? 0 }
        return 1 &+ bytes >> 5
    }

    /// The values for these parameters in their order; nil for what was not given.
    func bound(to parameters: [String], for what: String) throws(TemplateError) -> [Value?] {
        guard positional.count <= parameters.count else {
            let most = parameters.isEmpty ? "no arguments" : "at most \(parameters.count)"
            throw TemplateError(.type, "\(what) takes \(most), and \(positional.count) are given")
        }
        var bound: [Value?] = positional
        while bound.count < parameters.count { bound.append(nil) }
        for (name, value) in named {
            guard let place = parameters.firstIndex(where: { $0 == name }) else {
                let near = NearMiss.of(name, among: parameters)
                let hint = near.map { "; did you mean '\($0)'?" } ?? ""
                throw TemplateError(.type, "\(what) takes no argument '\(name)'" + hint)
            }
            guard bound[place] == nil else {
                throw TemplateError(.type, "\(what) is given '\(name)' twice")
            }
            bound[place] = value
        }
        return bound
    }
}

extension Value? {
    /// A whole number that was given, or the default.
    func whole(_ usual: Int, _ what: String) throws(TemplateError) -> Int {
        guard let self else { return usual }
        return try self.whole(what)
    }

    func truth(_ usual: Bool) throws(TemplateError) -> Bool {
        guard let self else { return usual }
        return try self.isTrue()
    }
}

extension Value {
    func whole(_ what: String) throws(TemplateError) -> Int {
        if case .undefined(let undefined) = self { throw undefined.error }
        guard let number = wholeNumber else {
            throw TemplateError(.type, "\(what) has to be a whole number, and it is \(kind)")
        }
        return number
    }

    /// Text as it is; anything else is an error.
    func requiredText(_ what: String) throws(TemplateError) -> String {
        if case .undefined(let undefined) = self { throw undefined.error }
        guard let text else {
            throw TemplateError(.type, "\(what) has to be a text, and it is \(kind)")
        }
        return text
    }
}
