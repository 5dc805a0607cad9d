/// Everything that attributes and classes say about the look of one element.
struct ElementStyle: Sendable {
    var box = BoxStyle()
    var flow = FlowStyle()
    var text: TextStyle
    var table = TableStyle()

    init(text: TextStyle) { self.text = text }

    mutating func apply(_ property: StyleProperty) {
        box.apply(property)
        flow.apply(property)
        text.apply(property)
        table.apply(property)
    }
}
