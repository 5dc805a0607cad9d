import ReportScene

/// A width: pixels, or a share of what the surrounding box has for its content.
enum Extent: Hashable, Sendable {
    case pixels(Double)
    case share(Double)
}

/// What lies behind a box.
enum Ground: Hashable, Sendable {
    case solid(Color)
    /// Degrees clockwise, 0 upwards; colours at even distances.
    case linear(degrees: Double, [Color])

    var colors: [Color] {
        switch self {
        case .solid(let color): [color]
        case .linear(_, let colors): colors
        }
    }

    func faded(by opacity: Double) -> Ground {
        switch self {
        case .solid(let color): .solid(color.faded(by: opacity))
        case .linear(let degrees, let colors): .linear(degrees: degrees, colors.map { $0.faded(by: opacity) })
        }
    }
}

extension Color {
    func faded(by opacity: Double) -> Color {
        opacity == 1 ? self : Color(red: red, green: green, blue: blue, alpha: alpha * opacity)
    }
}

/// What every box has: its place among its neighbours, its edges and its ground. Sizes include border and padding.
struct BoxStyle: Hashable, Sendable {
    var margin = Insets()
    var padding = Insets()
    /// Widths of the lines at the four edges.
    var border = Insets()
    var borderColor = Color.black
    var background: Ground?
    var radius = 0.0
    var shadow: Shadow?
    var opacity = 1.0
    var width: Extent?
    var minWidth: Extent?
    var maxWidth: Extent?
    var height: Double?
    var minHeight = 0.0
    var maxHeight = Double.infinity
    /// Share of free space that the box takes; 0: none.
    var grow = 0.0
    /// Share of missing space that the box gives; nil: 1 for boxes without a width, else 0.
    var shrink: Double?
    /// In place of the surrounding box's `align`.
    var alignSelf: Alignment?
    /// Whether a page break may not fall within.
    var isKept = false
    var breaksBefore = false

    /// Border and padding together.
    var insets: Insets {
        Insets(
            top: padding.top + border.top, right: padding.right + border.right, bottom: padding.bottom + border.bottom,
            left: padding.left + border.left)
    }

    mutating func apply(_ property: StyleProperty) {
        switch property {
        case .margin(let value): margin = value
        case .padding(let value): padding = value
        case .border(let value): border = value
        case .borderColor(let value): borderColor = value
        case .background(let value): background = value
        case .radius(let value): radius = value
        case .shadow(let value): shadow = value
        case .opacity(let value): opacity = value
        case .width(let value): width = value
        case .minWidth(let value): minWidth = value
        case .maxWidth(let value): maxWidth = value
        case .height(let value): height = value
        case .minHeight(let value): minHeight = value ?? 0
        case .maxHeight(let value): maxHeight = value ?? .infinity
        case .grow(let value): grow = value
        case .shrink(let value): shrink = value
        case .alignSelf(let value): alignSelf = value
        case .keep(let value): isKept = value
        case .breakBefore(let value): breaksBefore = value
        default: break
        }
    }
}

/// Where things stand across the direction of a row or column, and how lines of text do.
enum Alignment: String, CaseIterable, Sendable {
    case start, center, end
    /// As wide or tall as there is room. Boxes only.
    case stretch
    /// First lines of text on one line. Rows only.
    case baseline
    /// Both ends of the lines. Texts only.
    case justify
}

/// What is done with free space along a row or column.
enum Justification: String, CaseIterable, Sendable {
    case start, center, end, between, around, evenly
}

/// How a box lays its children out.
struct FlowStyle: Hashable, Sendable {
    var gap = 0.0
    var align: Alignment?
    var justify = Justification.start

    mutating func apply(_ property: StyleProperty) {
        switch property {
        case .gap(let value): gap = value
        case .align(let value): align = value
        case .justify(let value): justify = value
        default: break
        }
    }
}
