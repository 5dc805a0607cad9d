import ReportScene

/// How a table makes its columns and paints its rows.
struct TableStyle: Hashable, Sendable {
    var columns: [Track] = []
    /// Whether the markup says which columns there are; else there are as many as the longest row has cells.
    var isDeclared = false
    /// Alignment of the texts of each column.
    var alignments: [Alignment] = []
    var rowGap = 0.0
    var cellPadding = Insets(top: 4, right: 6, bottom: 4, left: 6)
    /// Ground of every second row of the body.
    var stripe: Color?
    var headerBackground: Color?
    /// Lines between rows.
    var rule: Color?
    var ruleWidth = 1.0
    var verticalAlign: Alignment?

    mutating func apply(_ property: StyleProperty) {
        switch property {
        case .rowGap(let value): rowGap = value
        case .cellPadding(let value): cellPadding = value
        case .stripe(let value): stripe = value
        case .headerBackground(let value): headerBackground = value
        case .rule(let value): rule = value
        case .ruleWidth(let value): ruleWidth = value
        case .verticalAlign(let value): verticalAlign = value
        default: break
        }
    }
}

/// How wide a column of a table is.
enum Track: Hashable, Sendable {
    case pixels(Double)
    /// Of the table's width.
    case share(Double)
    /// As wide as what is in it.
    case auto
    /// A share of what the others leave.
    case star(Double)
}
