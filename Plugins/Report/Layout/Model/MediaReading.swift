import ReportMarkup
import ReportScene

extension DocumentReader {
    mutating func readImage(_ element: Element, _ context: Context) -> Int {
        let style = self.style(of: element, context)
        checkEmpty(element)
        let source = element["src"] ?? ""
        if source.isEmpty { note("src: an image needs a name", at: element.place(of: "src")) }
        if element["alt"] == nil {
            note(
                "alt: an image needs words for who cannot see it; write alt=\"\" for an ornament", at: element.position)
        }
        var picture = self.picture(source, element)
        picture?.alternative = element["alt"] ?? ""
        return add(
            BoxModel(
                element: "image", place: element.position,
                kind: .image(
                    ImageModel(
                        picture: picture,
                        fit: word(element, "fit", ImageModel.Fit.self) ?? .contain,
                        alternative: element["alt"] ?? "")),
                style: faded(style.box, context), flow: FlowStyle()))
    }

    /// A missing asset is no error of the markup: which logo there is may depend on the data.
    private mutating func picture(_ source: String, _ element: Element) -> Picture? {
        var found: Picture?
        if source.hasPrefix("data:") {
            guard let address = DataAddress(source) else {
                note("src: only base64 of PNG, JPEG and SVG is read", at: element.place(of: "src"))
                return nil
            }
            found = assets.decode(address.format, address.bytes)
        } else if source.hasPrefix("$") {
            let name = String(source.dropFirst())
            guard let asset = theme.assets[name] else {
                note(
                    "src: the theme has no \(values.missing("asset", name, among: theme.assets.keys))",
                    at: element.place(of: "src"))
                return nil
            }
            found = assets.pictures[asset]
        } else {
            found = assets.pictures[source]
        }
        guard let found, found.size.width > 0, found.size.height > 0, found.size.width < 100_000,
            found.size.height < 100_000
        else { return nil }
        return found
    }

    mutating func readRule(_ element: Element, _ context: Context) -> Int {
        var style = self.style(of: element, context)
        checkEmpty(element)
        let values = values
        let thickness = value(element, "thickness") { values.length($0) } ?? 1
        let color = style.text.color.faded(by: context.opacity * style.box.opacity)
        if context.isInRow {
            style.box.width = .pixels(thickness)
        } else {
            style.box.height = thickness
        }
        style.box.alignSelf = style.box.alignSelf ?? .stretch
        return add(
            BoxModel(
                element: "rule", place: element.position, kind: .rule(thickness: thickness, color), style: style.box,
                flow: FlowStyle()))
    }

    mutating func readSpacer(_ element: Element, _ context: Context) -> Int {
        var style = self.style(of: element, context)
        checkEmpty(element)
        let values = values
        if let size = value(element, "size", { values.length($0) }) {
            if context.isInRow { style.box.width = .pixels(size) } else { style.box.height = size }
        } else if style.box.grow == 0, style.box.width == nil, style.box.height == nil {
            style.box.grow = 1
        }
        return add(
            BoxModel(
                element: "spacer", place: element.position, kind: .spacer, style: style.box, flow: FlowStyle()))
    }
}
