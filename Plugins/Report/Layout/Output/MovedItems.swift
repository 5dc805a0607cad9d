import ReportScene

extension SceneItem {
    /// The same, elsewhere: charts are drawn from their own corner.
    func moved(by offset: Point) -> SceneItem {
        switch self {
        case .fill(let path, let paint): .fill(path.moved(by: offset), paint.moved(by: offset))
        case .stroke(let path, let stroke): .stroke(path.moved(by: offset), stroke)
        case .shadow(let rect, let radius, let shadow): .shadow(rect.moved(by: offset), radius: radius, shadow)
        case .text(let text, let at, let width): .text(text, at: at.moved(by: offset), width: width)
        case .picture(let picture, let rect): .picture(picture, in: rect.moved(by: offset))
        case .beginClip(let path): .beginClip(path.moved(by: offset))
        case .beginPart, .endGroup: self
        }
    }
}

extension Path {
    func moved(by offset: Point) -> Path {
        Path(
            elements.map { element in
                switch element {
                case .move(let point): .move(point.moved(by: offset))
                case .line(let point): .line(point.moved(by: offset))
                case .curve(let point, let control1, let control2):
                    .curve(
                        point.moved(by: offset), control1: control1.moved(by: offset),
                        control2: control2.moved(by: offset))
                case .arc(let center, let radius, let from, let to):
                    .arc(center: center.moved(by: offset), radius: radius, from: from, to: to)
                case .rectangle(let rect): .rectangle(rect.moved(by: offset))
                case .rounded(let rect, let radius): .rounded(rect.moved(by: offset), radius: radius)
                case .close: .close
                }
            })
    }
}

extension Paint {
    func moved(by offset: Point) -> Paint {
        switch self {
        case .solid: self
        case .linear(let from, let to, let stops):
            .linear(from: from.moved(by: offset), to: to.moved(by: offset), stops: stops)
        }
    }
}
