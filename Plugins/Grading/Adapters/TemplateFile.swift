import FoundationEssentials
import PluginSDK

extension SheetTemplate {
    /// Reads a template of the format "omr-sheet-template/1".
    ///
    /// Strict: an unknown key is refused, because a misspelt one would move bubbles silently.
    /// - Throws: `TemplateError`.
    package init(json bytes: [UInt8]) throws(TemplateError) {
        guard bytes.count <= TemplateCursor.largestFile else {
            throw TemplateError(
                code: "template.value", pointer: "",
                message: "The template has \(bytes.count) bytes; at most \(TemplateCursor.largestFile) are read.")
        }
        let tree: JSONValue
        do {
            tree = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        } catch {
            throw TemplateError(
                code: "template.syntax", pointer: "", message: "The template is not JSON: check it with a JSON editor.")
        }
        try self.init(root: TemplateCursor(tree: tree, pointer: ""))
    }

    private init(root: TemplateCursor) throws(TemplateError) {
        try root.allow([
            "format", "name", "page", "frame", "anchors", "bubble", "fields", "ink", "custom_labels",
            "choices_semantics",
        ])
        let format = try root["format"].text()
        guard format == "omr-sheet-template/1" else {
            throw root["format"].refused(
                "The format is \"\(format)\"; this version reads \"omr-sheet-template/1\".", code: "template.format")
        }
        if let semantics = root.optional("choices_semantics"), try semantics.text() != "single" {
            throw semantics.refused("Only \"single\" is known: one choice a field.", code: "template.unsupported")
        }
        let name = try root["name"].text()
        let (page, unit) = try Self.page(root["page"])
        let frame = try root.optional("frame").map(Self.frame) ?? .page
        let standard = try root.optional("bubble").map(Self.bubble)
        let anchors = try root["anchors"].items().mapThrowing { item throws(TemplateError) in
            try Self.anchor(item, page: page)
        }
        let fields = try FieldList.read(root["fields"], standard: standard)
        try self.init(
            name: name, page: page, unit: unit, frame: frame, anchors: anchors, fields: fields,
            ink: root.optional("ink").map(Self.ink) ?? Ink(red: 40, green: 40, blue: 40),
            joined: root.optional("custom_labels").map { cursor throws(TemplateError) in
                try Self.joined(cursor, fields: fields)
            } ?? [], artwork: [])
        guard frame == .image || anchors.filter({ !$0.isOrientation }).count >= 4 else {
            throw root["anchors"].refused(
                "There are \(anchors.count) marks; at least four besides the orientation mark are needed.")
        }
    }

    private static func page(_ cursor: TemplateCursor) throws(TemplateError) -> (Size, Unit) {
        try cursor.allow(["width", "height", "unit", "origin"])
        let size = try Size(
            width: cursor["width"].number(in: 1...100_000), height: cursor["height"].number(in: 1...100_000))
        // "px" and "grid px (50 per cell)" alike: a length that says nothing about paper.
        return (
            size,
            try cursor.optional("unit").map { unit throws(TemplateError) in try unit.text() } == "mm"
                ? .millimetres : .pixels
        )
    }

    private static func frame(_ cursor: TemplateCursor) throws(TemplateError) -> Frame {
        try cursor.allow(["type", "note"])
        let type = try cursor["type"].text()
        guard let frame = Frame(rawValue: type) else {
            throw cursor["type"].refused(
                "The frame \"\(type)\" is not read; use page, marker-outer-corners, marker-centres or image.",
                code: "template.unsupported")
        }
        return frame
    }

    private static func bubble(_ cursor: TemplateCursor) throws(TemplateError) -> Bubble {
        try cursor.allow(["shape", "w", "h"])
        let shape = try cursor.optional("shape").map { shape throws(TemplateError) in try shape.text() } ?? "rect-roi"
        guard shape == "ellipse" || shape == "rect-roi" else {
            throw cursor["shape"].refused("The shape \"\(shape)\" is not known; use ellipse or rect-roi.")
        }
        let size = try Size(width: cursor["w"].number(in: 0.1...10_000), height: cursor["h"].number(in: 0.1...10_000))
        return Bubble(outline: shape == "ellipse" ? .ellipse : .region, size: size)
    }

    private static func ink(_ cursor: TemplateCursor) throws(TemplateError) -> Ink {
        let parts = try cursor.items().mapThrowing { part throws(TemplateError) in
            UInt8(try part.number(in: 0...255).rounded())
        }
        guard parts.count == 3 else { throw cursor.refused("An ink is three numbers: blue, green, red.") }
        return Ink(red: parts[2], green: parts[1], blue: parts[0])
    }

    private static func joined(_ cursor: TemplateCursor, fields: [Field]) throws(TemplateError) -> [Joined] {
        let known = Set(fields.map(\.id))
        return try cursor.members().mapThrowing { name, list throws(TemplateError) in
            Joined(
                name: name,
                fieldIDs: try list.items().mapThrowing { item throws(TemplateError) in
                    let id = try item.text()
                    guard known.contains(id) else { throw item.refused("There is no field \"\(id)\".") }
                    return id
                })
        }
    }
}

extension SheetTemplate {
    private static func anchor(_ cursor: TemplateCursor, page: Size) throws(TemplateError) -> Anchor {
        try cursor.allow(["id", "type", "cx", "cy", "corner", "size", "w", "h", "arm", "thickness", "image", "role"])
        let type = try cursor["type"].text()
        let length = 0.1...max(page.width, page.height)
        let shape: Anchor.Shape
        // From a corner to the centre of gravity, along both edges.
        var inset = 0.0
        switch type {
        case "square":
            let size = try cursor["size"].number(in: length)
            shape = .square(size: size)
            inset = size / 2
        case "bar":
            shape = try .bar(Size(width: cursor["w"].number(in: length), height: cursor["h"].number(in: length)))
        case "ring": shape = .ring(size: try cursor["size"].number(in: length))
        case "L":
            let arm = try cursor["arm"].number(in: length)
            let thickness = try cursor["thickness"].number(in: 0.1...arm)
            shape = .corner(arm: arm, thickness: thickness)
            inset = Anchor.Shape.cornerMoments(arm: arm, thickness: thickness).offset
        case "image": shape = .concentric
        default:
            throw cursor["type"].refused("The mark \"\(type)\" is not known; use square, bar, ring, L or image.")
        }
        let role = try cursor.optional("role").map { role throws(TemplateError) in try role.text() }
        guard role == nil || role == "orientation" else {
            throw cursor["role"].refused("The role \"\(role ?? "")\" is not known; only \"orientation\" is.")
        }
        return try Anchor(
            id: cursor["id"].text(), shape: shape,
            centre: centre(cursor, type: type, inset: inset, page: page), isOrientation: role != nil)
    }

    private static func centre(
        _ cursor: TemplateCursor, type: String, inset: Double, page: Size
    ) throws(TemplateError) -> Point {
        let range = -100_000.0...100_000.0
        guard let corner = cursor.optional("corner") else {
            guard type != "L" else { throw cursor.refused("A mark of type L needs its \"corner\".") }
            return try Point(cursor["cx"].number(in: range), cursor["cy"].number(in: range))
        }
        guard type == "L" || type == "square" else {
            throw corner.refused("Only L and square marks may be placed by their corner; use cx and cy.")
        }
        let parts = try corner.items().mapThrowing { part throws(TemplateError) in try part.number(in: range) }
        guard parts.count == 2 else { throw corner.refused("A corner is two numbers: x, y.") }
        // The mark lies on the inner side of its corner.
        return Point(
            parts[0] + (parts[0] <= page.width / 2 ? inset : -inset),
            parts[1] + (parts[1] <= page.height / 2 ? inset : -inset))
    }
}
