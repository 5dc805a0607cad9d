import ReportCharts
import ReportMarkup
import ReportScene

/// A report whose markup is checked: boxes in one array, each knowing its children by number, so that what is measured
/// of them can be kept in arrays beside it.
struct Document {
    var title = ""
    /// A BCP 47 tag.
    var language = "ko"
    var pages: [PageModel] = []
    var boxes: [BoxModel] = []
}

/// A page, or the first of several when it is broken.
struct PageModel {
    enum Overflow: String, CaseIterable, Sendable {
        /// The page becomes as high as what is on it.
        case grow
        /// What does not fit goes on on further pages.
        case paginate
        /// What does not fit is cut off.
        case clip
    }

    var width: Double
    /// Nil: as high as what is on it.
    var height: Double?
    var overflow: Overflow
    /// Under everything.
    var background: Color
    /// A box of kind `column`, which also has the page's ground and padding.
    var root: Int
}

/// One box. A class, because it is large and is looked at in every step of a recursion, which has to fit a small stack;
/// changed by the reader only, while it is being read.
final class BoxModel {
    enum Kind {
        case column, row, stack
        case text(TextModel)
        case table(TableStyle)
        case tableRow(isHeader: Bool)
        case cell(CellModel)
        case image(ImageModel)
        /// A line across the column, or down the row, in which it stands.
        case rule(thickness: Double, Color)
        case spacer
        case chart(ChartModel)
    }

    /// As in the markup; empty for the text that stands directly in a cell.
    let element: String
    let place: MarkupPosition
    var kind: Kind
    let style: BoxStyle
    let flow: FlowStyle
    var children: [Int] = []

    init(element: String, place: MarkupPosition, kind: Kind, style: BoxStyle, flow: FlowStyle) {
        self.element = element
        self.place = place
        self.kind = kind
        self.style = style
        self.flow = flow
    }
}

struct TextModel {
    var runs: [TextRun]
    var style: ParagraphStyle
    /// Nil for ordinary paragraphs.
    var headingLevel: Int?
}

struct CellModel {
    /// Whether it stands in the head of its table.
    var isHeader: Bool
    var span: Int
    /// Number of the first column it stands in.
    var column: Int
    var verticalAlign: Alignment
    /// Of the texts in it.
    var align: Alignment
}

struct ImageModel {
    enum Fit: String, CaseIterable, Sendable { case contain, cover }

    /// Nil when the asset is missing.
    var picture: Picture?
    var fit: Fit
    /// Empty: it says nothing.
    var alternative: String
}

struct ChartModel {
    var spec: ChartSpec
    var style: ChartStyle
    /// Width by height, in place of a height.
    var aspect: Double
}
