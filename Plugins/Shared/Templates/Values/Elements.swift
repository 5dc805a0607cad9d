extension Value {
    /// What going through this gives, as a loop or a filter does. Elements that have to be made cost before they are.
    func elements(_ run: Run) throws(TemplateError) -> [Value] {
        switch self {
        case .string, .markup, .range:
            let count = try length()
            guard count <= run.limits.steps else {
                throw TemplateError(.limit, "\(kind) of more than \(run.limits.steps) elements")
            }
            try run.step(count >> 3)
        default: break
        }
        switch self {
        case .list(let items), .tuple(let items): return items.values
        case .dictionary(let mapping): return mapping.keys
        case .range(let range): return range.values
        case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
        case .markup(let text): return text.unicodeScalars.map { .string(String($0)) }
        case .object(let object):
            if let elements = object.elements { return elements }
        case .undefined(let undefined):
            if undefined.isLenient { return [] }
            throw undefined.error
        case .none, .bool, .integer, .number: break
        }
        throw TemplateError(.type, "\(kind) cannot be gone through; a list is needed")
    }

    /// Whether going through it is possible.
    var isIterable: Bool {
        switch self {
        case .list, .tuple, .dictionary, .range, .string, .markup: true
        case .object(let object): object.elements != nil
        case .undefined(let undefined): undefined.isLenient
        case .none, .bool, .integer, .number: false
        }
    }

    /// Python's `len()`.
    func length() throws(TemplateError) -> Int {
        switch self {
        case .list(let items), .tuple(let items): return items.values.count
        case .dictionary(let mapping): return mapping.count
        case .range(let range): return range.count
        case .string(let text), .markup(let text): return text.scalarCount
        case .object(let object):
            if let elements = object.elements { return elements.count }
        case .undefined(let undefined):
            if undefined.isLenient { return 0 }
            throw undefined.error
        case .none, .bool, .integer, .number: break
        }
        throw TemplateError(.type, "\(kind) has no length")
    }

    /// `owner[key]` and `owner.name`; undefined when there is nothing.
    func element(_ key: Value, _ run: Run) throws(TemplateError) -> Value {
        switch self {
        case .undefined(let undefined): throw undefined.error
        case .dictionary(let mapping):
            if case .undefined(let undefined) = key { throw undefined.error }
            try run.step(key.weight)
            if let value = try? mapping.value(of: key) { return value }
            if let name = key.text, Methods.exists(name, of: self) {
                return .object(BoundMethod(self, name))
            }
            return try missing(key, run)
        case .list(let items), .tuple(let items):
            guard let index = key.wholeNumber else { return try named(key, run) }
            let place = index < 0 ? index + items.values.count : index
            return items.values.indices.contains(place) ? items.values[place] : try missing(key, run)
        case .string(let text), .markup(let text):
            guard let index = key.wholeNumber else { return try named(key, run) }
            try run.step(min(text.utf8.count, Int(clamping: index.magnitude)) >> 5)
            guard let scalar = text.scalar(at: index) else { return try missing(key, run) }
            return isMarkup ? .markup(String(scalar)) : .string(String(scalar))
        case .range(let range):
            guard let index = key.wholeNumber else { return try named(key, run) }
            let place = index < 0 ? index + range.count : index
            return place >= 0 && place < range.count ? .integer(range[place]) : try missing(key, run)
        case .object(let object):
            guard let index = key.wholeNumber, let elements = object.elements else {
                return try named(key, run)
            }
            let place = index < 0 ? index + elements.count : index
            return elements.indices.contains(place) ? elements[place] : try missing(key, run)
        case .none, .bool, .integer, .number: return try named(key, run)
        }
    }

    /// `owner['name']` falls back to the member of that name.
    private func named(_ key: Value, _ run: Run) throws(TemplateError) -> Value {
        if case .undefined(let undefined) = key { throw undefined.error }
        guard let name = key.text else { return try missing(key, run) }
        return try member(name, run)
    }

    /// `owner.name`: a method or member, then the element of that name.
    func member(_ name: String, _ run: Run) throws(TemplateError) -> Value {
        switch self {
        case .undefined(let undefined): throw undefined.error
        case .dictionary(let mapping):
            if Methods.exists(name, of: self) { return .object(BoundMethod(self, name)) }
            if let value = mapping.value(named: name) { return value }
        case .object(let object):
            if let value = try object.member(name) { return value }
        default:
            if Methods.exists(name, of: self) { return .object(BoundMethod(self, name)) }
        }
        return try missing(.string(name), run)
    }

    private func missing(_ key: Value, _ run: Run) throws(TemplateError) -> Value {
        let shown: String
        switch key {
        case .string(let name), .markup(let name): shown = String(name.unicodeScalars.prefix(60))
        case .integer(let number):
            return .undefined(Undefined(.because("\(kind) has no element \(number)")))
        default: return .undefined(Undefined(.because("\(kind) has no element for \(key.kind)")))
        }
        var names: [String] = []
        switch self {
        case .dictionary(let mapping): names = mapping.keys.compactMap(\.text)
        case .object(let object): names = object.memberNames
        default: names = Methods.names(of: self)
        }
        try run.pay(names.count)
        return .undefined(Undefined(.member(shown, of: kind, among: names)))
    }
}
