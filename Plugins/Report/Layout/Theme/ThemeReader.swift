import ReportCharts
import ReportMarkup
import ReportScene

extension Theme {
    /// Reads a theme and checks all of it: unknown names, values that cannot be read, styles that inherit in a circle.
    public init(_ tree: ThemeTree) throws(ThemeError) {
        var reader = ThemeReader()
        reader.read(tree)
        guard reader.problems.isEmpty else {
            throw ThemeError(problems: Array(reader.problems.sorted { $0.path < $1.path }.prefix(20)))
        }
        self = reader.theme
    }
}

/// Collects what a theme says and what is wrong with it. Sections that others refer to are read first.
private struct ThemeReader {
    var theme = Theme()
    var problems: [ThemeError.Problem] = []

    static let sections = [
        "name", "palette", "numbers", "fonts", "assets", "text", "elements", "styles", "charts", "description",
    ]

    /// Of each section: what refers to each other is looked through more than once.
    static let mostEntries = 500
    /// Styles that one extends.
    private static let mostParents = 16
    private static let mostProblems = 100

    mutating func read(_ tree: ThemeTree) {
        guard case .object(let sections) = tree else { return note("", "must be an object") }
        for (name, section) in sections {
            if case .object(let entries) = section, entries.count > Self.mostEntries {
                note(name, "has more than \(Self.mostEntries) entries")
            }
        }
        guard problems.isEmpty else { return }
        for name in sections.keys where !Self.sections.contains(name) {
            note(name, "is unknown\(NearMiss.suggestion(for: name, among: Self.sections))")
        }
        readPalette(object(sections["palette"], "palette"))
        for (name, value) in object(sections["numbers"], "numbers") {
            if case .number(let number) = value, number.isFinite, abs(number) <= ValueReader.greatestLength {
                theme.numbers[name] = number
            } else {
                note("numbers.\(name)", "must be a number up to \(Int(ValueReader.greatestLength))")
            }
        }
        theme.fonts = strings(sections["fonts"], "fonts")
        theme.assets = strings(sections["assets"], "assets")
        if let body = theme.fonts["body"] {
            theme.text.font.family = body
            theme.charts.fontFamily = body
        }
        for property in properties(object(sections["text"], "text"), "text", takes: { $0.group == .text }) {
            theme.text.apply(property.property)
        }
        for (name, value) in object(sections["elements"], "elements") {
            guard let schema = ElementSchema.named(name) else {
                note(
                    "elements.\(name)",
                    "is no element\(NearMiss.suggestion(for: name, among: ElementSchema.all.keys.sorted()))")
                continue
            }
            theme.elements[name] = properties(
                object(value, "elements.\(name)"), "elements.\(name)", takes: schema.takes)
        }
        readStyles(object(sections["styles"], "styles"))
        readCharts(object(sections["charts"], "charts"))
    }

    /// Colours may be made of other colours of the palette, as in `$ink/60`; those are read when theirs is known.
    private mutating func readPalette(_ palette: [String: ThemeTree]) {
        var waiting: [String: String] = [:]
        for (name, value) in palette {
            guard case .string(let text) = value else {
                note("palette.\(name)", "must be a colour such as \"#2b5fd9\"")
                continue
            }
            waiting[name] = text
        }
        while !waiting.isEmpty {
            let ready = waiting.filter { _, text in
                let referred = text.dropFirst().prefix { $0 != "/" }
                return !text.hasPrefix("$") || waiting[String(referred)] == nil
            }
            if ready.isEmpty {
                for name in waiting.keys { note("palette.\(name)", "refers to itself") }
                return
            }
            for (name, text) in ready {
                waiting[name] = nil
                switch ValueReader(theme, repeatsValues: true).color(text) {
                case .success(let color): theme.palette[name] = color
                case .failure(let problem): note("palette.\(name)", problem.message)
                }
            }
        }
    }

    private mutating func readStyles(_ styles: [String: ThemeTree]) {
        var own: [String: StyleInheritance.Own] = [:]
        for (name, value) in styles.sorted(by: { $0.key < $1.key }) {
            let path = "styles.\(name)"
            var values = object(value, path)
            var parents: [String] = []
            switch values.removeValue(forKey: "extends") {
            case .string(let names)?: parents = names.split(separator: " ").map(String.init)
            case nil: break
            default: note("\(path).extends", "must name styles: \"card wide\"")
            }
            if parents.count > Self.mostParents {
                note("\(path).extends", "names more than \(Self.mostParents) styles")
                parents = []
            }
            for parent in parents where styles[parent] == nil {
                note(
                    "\(path).extends",
                    "there is no style \"\(parent)\"\(NearMiss.suggestion(for: parent, among: Array(styles.keys)))")
            }
            own[name] = .init(parents: parents, properties: properties(values, path, takes: { _ in true }))
        }
        var inheritance = StyleInheritance(own)
        for name in own.keys.sorted() {
            do throws(StyleInheritance.Problem) {
                theme.styles[name] = try inheritance.properties(of: name)
            } catch {
                switch error {
                case .circular: note("styles.\(name).extends", "inherits from itself")
                case .tooDeep:
                    note(
                        "styles.\(name).extends",
                        "inherits over more than \(StyleInheritance.deepest) styles, one behind the other")
                }
            }
        }
    }

    private mutating func readCharts(_ charts: [String: ThemeTree]) {
        let values = ValueReader(theme, repeatsValues: true)
        let known = [
            "font", "size", "ink", "muted", "grid", "axis", "ground", "colors", "accent", "line-width", "bar-radius",
            "ink-saving",
        ]
        for (name, value) in charts {
            let path = "charts.\(name)"
            switch (name, value) {
            case ("font", .string(let text)): take(values.font(text), path) { $0.charts.fontFamily = $1 }
            case ("size", _): take(values.fontSize(Self.text(value)), path) { $0.charts.fontSize = $1 }
            case ("ink", .string(let text)): take(values.color(text), path) { $0.charts.ink = $1 }
            case ("muted", .string(let text)): take(values.color(text), path) { $0.charts.mutedInk = $1 }
            case ("grid", .string(let text)): take(values.color(text), path) { $0.charts.grid = $1 }
            case ("axis", .string(let text)): take(values.color(text), path) { $0.charts.axis = $1 }
            case ("ground", .string(let text)): take(values.color(text), path) { $0.charts.ground = $1 }
            case ("accent", .string(let text)): take(values.color(text), path) { $0.charts.accent = $1 }
            case ("line-width", _): take(values.length(Self.text(value)), path) { $0.charts.lineWidth = $1 }
            case ("bar-radius", _): take(values.length(Self.text(value)), path) { $0.charts.barRadius = $1 }
            case ("ink-saving", .bool(let flag)): theme.charts.inkSaving = flag
            case ("colors", .list(let list)):
                var colors: [Color] = []
                for (index, color) in list.enumerated() {
                    take(values.color(Self.text(color)), "\(path)[\(index)]") { _, color in colors.append(color) }
                }
                if colors.isEmpty { note(path, "needs at least one colour") } else { theme.charts.palette = colors }
            default:
                note(
                    path,
                    known.contains(name)
                        ? "has a value of the wrong kind" : "is unknown\(NearMiss.suggestion(for: name, among: known))")
            }
        }
    }

    private mutating func properties(
        _ values: [String: ThemeTree], _ path: String, takes: (StyleProperty.Name) -> Bool
    ) -> [StyleProperty.Named] {
        let reader = ValueReader(theme, repeatsValues: true)
        var found: [StyleProperty.Named] = []
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            guard let property = StyleProperty.Name.named[name], takes(property) else {
                let known = StyleProperty.Name.allCases.filter(takes).map(\.rawValue)
                note("\(path).\(name)", "is unknown\(NearMiss.suggestion(for: name, among: known))")
                continue
            }
            take(StyleProperty.read(property, Self.text(value), reader), "\(path).\(name)") {
                found.append(.init(name: property, property: $1))
            }
        }
        return found
    }

    private mutating func take<Value>(
        _ result: Result<Value, ValueProblem>, _ path: String, _ keep: (inout Theme, Value) -> Void
    ) {
        switch result {
        case .success(let value): keep(&theme, value)
        case .failure(let problem): note(path, problem.message)
        }
    }

    private mutating func object(_ tree: ThemeTree?, _ path: String) -> [String: ThemeTree] {
        switch tree {
        case nil, .some(.none): return [:]
        case .object(let values)?: return values
        default:
            note(path, "must be an object")
            return [:]
        }
    }

    private mutating func strings(_ tree: ThemeTree?, _ path: String) -> [String: String] {
        object(tree, path).reduce(into: [:]) { found, entry in
            if case .string(let text) = entry.value, !text.isEmpty {
                found[entry.key] = text
            } else {
                note("\(path).\(entry.key)", "must be a text")
            }
        }
    }

    /// Beyond some, problems are not told, and their sentences are not made.
    private mutating func note(_ path: String, _ message: @autoclosure () -> String) {
        if problems.count < Self.mostProblems { problems.append(.init(path: path, message: message())) }
    }

    /// A value as markup would write it.
    private static func text(_ tree: ThemeTree) -> String {
        switch tree {
        case .string(let text): text
        case .number(let number): Double(Int(exactly: number) ?? .min) == number ? "\(Int(number))" : "\(number)"
        case .bool(let flag): flag ? "true" : "false"
        case .none, .list, .object: ""
        }
    }
}
