/// What an element may have: groups of properties, attributes of its own, and elements within it.
struct ElementSchema: Sendable {
    enum Content: Sendable { case blocks, inline, none, rows, cells, cell, chart, points }

    var groups: Set<StyleProperty.Group>
    var refused: Set<StyleProperty.Name> = []
    var own: [String] = []
    var content: Content

    static func named(_ name: String) -> ElementSchema? { all[name] }

    func takes(_ property: StyleProperty.Name) -> Bool {
        groups.contains(property.group) && !refused.contains(property)
    }

    /// For suggestions.
    var attributes: [String] {
        StyleProperty.Name.allCases.filter(takes).map(\.rawValue) + own + (groups.isEmpty ? [] : ["class"])
    }

    static let blocks = [
        "column", "box", "row", "stack", "text", "heading", "badge", "table", "image", "rule", "spacer", "chart",
    ]
    static let inline = ["span", "b", "i", "u", "sub", "sup", "br"]

    private static let placing: Set<StyleProperty.Name> = [
        .margin, .grow, .shrink, .alignSelf, .keep, .breakBefore, .minWidth, .maxWidth,
    ]
    private static let flow: Set<StyleProperty.Group> = [.box, .flow, .align, .text]
    private static let paragraph: Set<StyleProperty.Group> = [.box, .align, .text, .paragraph]
    private static let cellRefused: Set<StyleProperty.Name> = placing.union([.width, .shadow, .opacity])

    static let all: [String: ElementSchema] = [
        "report": ElementSchema(
            groups: flow, refused: placing.union([.minHeight, .maxHeight, .shadow, .opacity, .radius]),
            own: ["title", "lang", "overflow"], content: .blocks),
        "page": ElementSchema(
            groups: flow, refused: placing.union([.width, .minHeight, .maxHeight, .shadow, .opacity, .radius]),
            own: ["overflow"],
            content: .blocks),
        "column": ElementSchema(groups: flow, content: .blocks),
        "box": ElementSchema(groups: flow, content: .blocks),
        "row": ElementSchema(groups: flow, content: .blocks),
        "stack": ElementSchema(groups: flow, refused: [.gap], content: .blocks),
        "text": ElementSchema(groups: paragraph, content: .inline),
        "heading": ElementSchema(groups: paragraph, own: ["level"], content: .inline),
        "badge": ElementSchema(groups: paragraph, content: .inline),
        "table": ElementSchema(
            groups: [.box, .flow, .text, .table], refused: [.justify], own: ["columns", "column-align"], content: .rows
        ),
        "tr": ElementSchema(
            groups: [.box, .text, .cell],
            refused: cellRefused.subtracting([.keep, .breakBefore]).union([.padding, .border, .radius]),
            own: ["header"], content: .cells),
        "td": ElementSchema(
            groups: [.box, .flow, .align, .text, .paragraph, .cell], refused: cellRefused.union([.justify]),
            own: ["colspan"], content: .cell),
        "image": ElementSchema(groups: [.box], refused: [.opacity], own: ["src", "fit", "alt"], content: .none),
        "rule": ElementSchema(groups: [.box, .text], own: ["thickness"], content: .none),
        "spacer": ElementSchema(
            groups: [.box], refused: [.padding, .border, .background, .shadow], own: ["size"], content: .none),
        "chart": ElementSchema(
            groups: [.box],
            refused: [.opacity],
            own: [
                "kind", "aspect", "min", "max", "unit", "labels", "legend", "grid", "alt", "title", "empty", "center",
                "center-note", "colors", "accent", "label-size",
            ], content: .chart),
        "series": ElementSchema(groups: [], own: ["name", "color"], content: .points),
        "point": ElementSchema(groups: [], own: ["label", "value", "note", "here"], content: .none),
        "mark": ElementSchema(groups: [], own: ["value", "label", "color"], content: .none),
        "span": ElementSchema(groups: [.text], refused: [.wrap, .lineHeight, .spacing, .keepLines], content: .inline),
        "b": ElementSchema(groups: [.text], refused: [.wrap, .lineHeight, .spacing, .keepLines], content: .inline),
        "i": ElementSchema(groups: [.text], refused: [.wrap, .lineHeight, .spacing, .keepLines], content: .inline),
        "u": ElementSchema(groups: [.text], refused: [.wrap, .lineHeight, .spacing, .keepLines], content: .inline),
        "sub": ElementSchema(groups: [.text], refused: [.wrap, .lineHeight, .spacing, .keepLines], content: .inline),
        "sup": ElementSchema(groups: [.text], refused: [.wrap, .lineHeight, .spacing, .keepLines], content: .inline),
        "br": ElementSchema(groups: [], content: .none),
    ]
}
