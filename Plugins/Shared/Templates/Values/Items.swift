/// The elements of a list or a tuple.
final class Items {
    let values: [Value]
    let extent: Extent

    static var empty: Items { Items() }

    private init() {
        values = []
        extent = Extent()
    }

    init(_ values: [Value]) throws(TemplateError) {
        extent = try Extent(values)
        self.values = values
    }

    var depth: Int { extent.depth }
}
