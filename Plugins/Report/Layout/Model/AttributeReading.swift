import ReportMarkup
import ReportScene

extension DocumentReader {
    /// The look of an element: what its kind begins with in the theme, then its classes, then its own attributes.
    /// Attributes that it cannot have are noted.
    mutating func style(
        of element: Element, _ context: Context, box: BoxStyle = BoxStyle(), flow: FlowStyle = FlowStyle(),
        defaults: [StyleProperty] = []
    ) -> ElementStyle {
        var style = ElementStyle(text: context.text)
        style.box = box
        style.flow = flow
        for property in defaults { style.apply(property) }
        guard let schema = ElementSchema.named(element.name) else { return style }
        for entry in theme.elements[element.name] ?? [] { style.apply(entry.property) }
        if !schema.groups.isEmpty, let classes = element["class"] {
            for name in classes.split(separator: " ") { apply(String(name), schema, element, &style) }
        }
        for attribute in element.attributes {
            if let name = StyleProperty.Name.named[attribute.name], schema.takes(name) {
                switch StyleProperty.read(name, attribute.value, values) {
                case .success(let property): style.apply(property)
                case .failure(let problem): note("\(attribute.name): \(problem.message)", at: attribute.position)
                }
            } else if !schema.own.contains(attribute.name), attribute.name != "class" || schema.groups.isEmpty {
                note(
                    "<\(element.name)> has no attribute \"\(Self.cut(attribute.name))\""
                        + NearMiss.suggestion(for: attribute.name, among: schema.attributes), at: attribute.position)
            }
        }
        checkSpacing(&style, element)
        return style
    }

    /// Letters that are pushed into each other cannot be read, and nothing else would find them.
    private mutating func checkSpacing(_ style: inout ElementStyle, _ element: Element) {
        let least = -0.2 * style.text.font.size
        guard style.text.letterSpacing < least else { return }
        note(
            "spacing: letters of this size would overlap; write at least \(ValueReader.plain((least * 10).rounded(.up) / 10))",
            at: element.place(of: "spacing"))
        // Told once, and not for all that is within.
        style.text.letterSpacing = 0
    }

    /// A class may say more than the element can have: it is meant for several kinds.
    private mutating func apply(
        _ name: String, _ schema: ElementSchema, _ element: Element, _ style: inout ElementStyle
    ) {
        guard let properties = theme.styles[name] else {
            return note(
                "class: the theme has no \(values.missing("style", name, among: theme.styles.keys))",
                at: element.place(of: "class"))
        }
        for entry in properties where schema.takes(entry.name) { style.apply(entry.property) }
    }

    /// The attribute's value as `read` understands it; nil when it is not there, or wrong, which is noted.
    mutating func value<Value>(
        _ element: Element, _ name: String, _ read: (String) -> Result<Value, ValueProblem>
    ) -> Value? {
        guard let text = element[name] else { return nil }
        switch read(text) {
        case .success(let value): return value
        case .failure(let problem):
            note("\(name): \(problem.message)", at: element.place(of: name))
            return nil
        }
    }

    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ element: Element, _ name: String, _ words: Word.Type
    ) -> Word? where Word.RawValue == String {
        let values = values
        return value(element, name) { values.word($0, words) }
    }

    mutating func flag(_ element: Element, _ name: String) -> Bool? {
        let values = values
        return value(element, name) { values.flag($0) }
    }

    /// Notes attributes that the element cannot have; for elements without a look.
    mutating func checkAttributes(_ element: Element) {
        guard let schema = ElementSchema.named(element.name) else { return }
        for attribute in element.attributes where !schema.own.contains(attribute.name) {
            note(
                "<\(element.name)> has no attribute \"\(Self.cut(attribute.name))\""
                    + NearMiss.suggestion(for: attribute.name, among: schema.attributes), at: attribute.position)
        }
    }

    /// Notes anything that stands in an element which holds nothing.
    mutating func checkEmpty(_ element: Element) {
        for child in element.children {
            switch child {
            case .element(let inner): refuse(inner, in: element, allowed: [])
            case .text(let text): refuseText(text, in: element)
            }
        }
    }
}
