/// Reads single values. Each function returns nil after adding a problem; `name` is what the message calls the value.
extension ConfigurationNode {
    func text(_ name: String, example: String, problems: inout ProblemList) -> String? {
        if case .scalar(let scalar) = content {
            switch CoreSchema.value(of: scalar) {
            case .text(let text) where !text.isEmpty: return text
            case .text, .null:
                problems.add(
                    "config.wrong_type", "\(name) must not be empty", suggestion: "for example: \(example)",
                    at: position)
                return nil
            case .boolean, .integer, .unrepresentableInteger, .number: break
            }
        }
        return wrongType(name, needed: "text", example: example, problems: &problems)
    }

    /// Text without control characters.
    /// - Parameter most: bytes that it may have.
    func line(
        _ name: String, most: Int, orEmpty: Bool, example: String, problems: inout ProblemList
    ) -> String? {
        if orEmpty, case .scalar(let scalar) = content, scalar.text.isEmpty, scalar.isString { return "" }
        guard let text = text(name, example: example, problems: &problems) else { return nil }
        if text.utf8.count > most {
            problems.add(
                "config.out_of_range", "\(name) may have \(most) bytes, and here are \(text.utf8.count)", at: position)
            return nil
        }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            problems.add(
                "config.bad_value", "\(name) has a control character in it", suggestion: "remove line breaks",
                at: position)
            return nil
        }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int>, example: String, problems: inout ProblemList) -> Int? {
        guard case .scalar(let scalar) = content else {
            return wrongType(name, needed: "a whole number", example: example, problems: &problems)
        }
        switch CoreSchema.value(of: scalar) {
        case .integer(let digits):
            if let value = Int(digits), range.contains(value) { return value }
            return outOfRange(name, needed: Self.span(of: range), &problems)
        case .unrepresentableInteger:
            return outOfRange(name, needed: Self.span(of: range), &problems)
        default:
            return wrongType(name, needed: "a whole number", example: example, problems: &problems)
        }
    }

    func number(
        _ name: String, in range: ClosedRange<Double>, example: String, problems: inout ProblemList
    ) -> Double? {
        guard case .scalar(let scalar) = content, let value = CoreSchema.value(of: scalar).number else {
            return wrongType(name, needed: "a number", example: example, problems: &problems)
        }
        if range.contains(value) { return value }
        return outOfRange(name, needed: "from \(range.lowerBound) to \(range.upperBound)", &problems)
    }

    func boolean(_ name: String, problems: inout ProblemList) -> Bool? {
        if case .scalar(let scalar) = content, case .boolean(let value) = CoreSchema.value(of: scalar) { return value }
        return wrongType(name, needed: "true or false", example: "true", problems: &problems)
    }

    func duration(_ name: String, in range: ClosedRange<Duration>, problems: inout ProblemList) -> Duration? {
        quantity(
            name, Quantity.duration, in: range,
            span: "\(Quantity.text(range.lowerBound)) to \(Quantity.text(range.upperBound))",
            needed: "a time with its unit", example: Quantity.durationExample, problems: &problems)
    }

    func byteCount(_ name: String, in range: ClosedRange<Int>, problems: inout ProblemList) -> Int? {
        quantity(
            name, Quantity.bytes, in: range,
            span: "\(Quantity.text(bytes: range.lowerBound)) to \(Quantity.text(bytes: range.upperBound))",
            needed: "a size with its unit", example: Quantity.byteExample, problems: &problems)
    }

    /// Text that is never shown: messages speak of its place alone.
    /// - Parameter least: bytes that it must have at least.
    func secret(_ name: String, least: Int, example: String, problems: inout ProblemList) -> Secret? {
        guard case .scalar(let scalar) = content, CoreSchema.value(of: scalar) != .null else {
            return wrongType(name, needed: "text", example: example, problems: &problems)
        }
        guard !scalar.text.isEmpty else {
            problems.add(
                "config.weak_secret", "\(name) is empty", suggestion: "for example: \(example)", at: position)
            return nil
        }
        guard scalar.text.utf8.count >= least else {
            problems.add(
                "config.weak_secret", "\(name) is shorter than \(least) bytes, and could be guessed",
                suggestion: "make one with: openssl rand -hex 32", at: position)
            return nil
        }
        guard scalar.text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            problems.add(
                "config.bad_value", "\(name) has a control character in it",
                suggestion: "remove line breaks", at: position)
            return nil
        }
        return Secret(scalar.text)
    }

    func url(_ name: String, example: String, problems: inout ProblemList) -> ServiceURL? {
        guard let text = text(name, example: example, problems: &problems) else { return nil }
        if let url = ServiceURL(text) { return url }
        problems.add(
            "config.bad_value", "\(name) must be a URL with scheme and host",
            suggestion: "for example: \(example)", at: position)
        return nil
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type, problems: inout ProblemList
    ) -> Choice? {
        let choices = Choice.allCases.map(\.rawValue)
        guard case .scalar(let scalar) = content, let choice = Choice(rawValue: scalar.text) else {
            var suggestion: String?
            if case .scalar(let scalar) = content, !isSecret {
                suggestion = NearMiss.nearest(to: scalar.text, among: choices).map { "did you mean \"\($0)\"?" }
            }
            problems.add(
                "config.bad_value", "\(name) must be one of \(choices.joined(separator: ", ")), and here is \(quoted)",
                suggestion: suggestion, at: position)
            return nil
        }
        return choice
    }

    private static func span(of range: ClosedRange<Int>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    }

    /// The elements of a list.
    func list(_ name: String, example: String, problems: inout ProblemList) -> [ConfigurationNode]? {
        if case .sequence(let elements) = content { return elements }
        return wrongType(name, needed: "a list", example: example, problems: &problems)
    }

    private func quantity<Value: Comparable>(
        _ name: String, _ read: (String) -> Value?, in range: ClosedRange<Value>, span: String, needed: String,
        example: String, problems: inout ProblemList
    ) -> Value? {
        guard case .scalar(let scalar) = content else {
            return wrongType(name, needed: needed, example: example, problems: &problems)
        }
        guard let value = read(scalar.text) else {
            problems.add(
                "config.bad_value", "\(name) must be \(needed), and here is \(quoted)",
                suggestion: "write for example \(example)", at: position)
            return nil
        }
        if range.contains(value) { return value }
        return outOfRange(name, needed: "from \(span)", &problems)
    }

    private func outOfRange<Value>(
        _ name: String, needed: String, _ problems: inout ProblemList
    ) -> Value? {
        problems.add("config.out_of_range", "\(name) must be \(needed), and here is \(quoted)", at: position)
        return nil
    }

    private func wrongType<Value>(
        _ name: String, needed: String, example: String, problems: inout ProblemList
    ) -> Value? {
        problems.add(
            "config.wrong_type", "\(name) must be \(needed), and here is \(kind)",
            suggestion: "for example: \(example)", at: position)
        return nil
    }
}
