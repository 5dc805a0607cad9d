/// The fields of a template file: single ones, and blocks of digit columns.
struct FieldList {
    private static let mostBubbles = 20_000

    static func read(_ cursor: TemplateCursor, standard: Bubble?) throws(TemplateError) -> [Field] {
        var fields: [Field] = []
        for item in try cursor.items() {
            try item.allow(["id", "label", "kind", "columns", "choices", "bubble"])
            let kind = try item["kind"].text()
            let label = try item.optional("label").map { label throws(TemplateError) in try label.text() }
            let own =
                try item.optional("bubble").map { bubble throws(TemplateError) in
                    try size(bubble, standard: standard)
                } ?? standard
            switch kind {
            case "digits":
                let block = try item["id"].text()
                for column in try item["columns"].items() {
                    try column.allow(["id", "choices"])
                    fields.append(
                        Field(
                            id: try column["id"].text(), label: label, block: block,
                            choices: try choices(column["choices"], bubble: own)))
                }
            case "choice", "digit", "letter":
                fields.append(
                    Field(
                        id: try item["id"].text(), label: label, block: nil,
                        choices: try choices(item["choices"], bubble: own)))
            default:
                throw item["kind"].refused("The kind \"\(kind)\" is not known; use choice, digit, letter or digits.")
            }
        }
        try check(fields, at: cursor)
        return fields
    }

    private static func check(_ fields: [Field], at cursor: TemplateCursor) throws(TemplateError) {
        var seen: Set<String> = []
        for field in fields where !seen.insert(field.id).inserted {
            throw cursor.refused("Two fields are called \"\(field.id)\"; each needs a name of its own.")
        }
        let bubbles = fields.reduce(0) { $0 + $1.choices.count }
        guard (1...mostBubbles).contains(bubbles) else {
            throw cursor.refused("There are \(bubbles) bubbles; a sheet has 1 to \(mostBubbles).")
        }
    }

    /// A field's own bubble keeps the sheet's shape unless it says another.
    private static func size(_ cursor: TemplateCursor, standard: Bubble?) throws(TemplateError) -> Bubble {
        try cursor.allow(["shape", "w", "h"])
        let size = try Size(width: cursor["w"].number(in: 0.1...10_000), height: cursor["h"].number(in: 0.1...10_000))
        return Bubble(outline: standard?.outline ?? .region, size: size)
    }

    private static func choices(_ cursor: TemplateCursor, bubble: Bubble?) throws(TemplateError) -> [Field.Choice] {
        let items = try cursor.items()
        guard !items.isEmpty else { throw cursor.refused("A field needs at least one choice.") }
        guard let bubble else {
            throw cursor.refused("No size of a bubble: say it at /bubble for the sheet or at the field.")
        }
        return try items.mapThrowing { item throws(TemplateError) in
            try item.allow(["value", "cx", "cy"])
            let range = -100_000.0...100_000.0
            return try Field.Choice(
                value: item["value"].text(),
                centre: Point(item["cx"].number(in: range), item["cy"].number(in: range)), bubble: bubble)
        }
    }
}
