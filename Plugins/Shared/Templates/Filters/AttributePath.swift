/// What filters take as `attribute`: a name, a number, or several with points between them.
struct AttributePath {
    private let steps: [Value]
    private let usual: Value?

    /// - Parameter usual: instead of what is undefined.
    init(_ attribute: Value, _ what: String, usual: Value? = nil) throws(TemplateError) {
        self.usual = usual
        if let text = attribute.text {
            steps = text.cut(at: ".").map { part in
                let isNumber = !part.isEmpty && part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
                return isNumber ? Int(part).map { .integer($0) } ?? .string(part) : .string(part)
            }
        } else if attribute.isNone {
            steps = []
        } else {
            steps = [.integer(try attribute.whole(what))]
        }
    }

    /// Several attributes with commas between them: each element has a list of values then.
    static func several(_ attribute: Value?, _ what: String) throws(TemplateError) -> [AttributePath] {
        guard let attribute, !attribute.isNone else { return [] }
        guard let text = attribute.text else { return [try AttributePath(attribute, what)] }
        var paths: [AttributePath] = []
        for part in text.cut(at: ",") { paths.append(try AttributePath(.string(part), what)) }
        return paths
    }

    func of(_ value: Value, _ run: Run) throws(TemplateError) -> Value {
        var value = value
        for step in steps {
            value = try value.element(step, run)
            if let usual, case .undefined = value { value = usual }
        }
        return value
    }

    func of(_ values: [Value], _ run: Run) throws(TemplateError) -> [Value] {
        var result: [Value] = []
        result.reserveCapacity(values.count)
        for value in values { result.append(try of(value, run)) }
        return result
    }
}

extension Value {
    /// Texts are compared without regard to case, unless asked otherwise.
    func folded(_ isCaseSensitive: Bool) -> Value {
        guard !isCaseSensitive, let text else { return self }
        return .string(text.lowered)
    }
}
