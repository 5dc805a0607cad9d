import ReportLayout
import ReportMarkup
import ReportScene

/// A report of 400 pixels, texts of 10 pixels with lines of 10, laid out with the fake measurer.
struct LayoutFixture {
    static let theme = """
        {"text": {"size": 10, "line-height": 1, "color": "black"}}
        """

    static func layOut(
        _ body: String, theme: String = LayoutFixture.theme, attributes: String = "", assets: Assets = Assets(),
        limits: LayoutLimits = LayoutLimits(), measurer: FakeMeasurer = FakeMeasurer(),
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> LaidOutReport {
        let markup = "<report width=\"400\" \(attributes)>\(body)</report>"
        return try ReportLayout.layOut(
            parseMarkup(Array(markup.utf8)), theme: Theme(json: Array(theme.utf8)), assets: assets,
            measurer: measurer, limits: limits, isCancelled: isCancelled)
    }

    /// The boxes of all elements of a name, in the order of the markup.
    static func boxes(_ name: String, _ report: LaidOutReport) -> [Rect] {
        func found(_ node: LayoutTree.Node) -> [Rect] {
            (node.element == name ? [node.box] : []) + node.children.flatMap(found)
        }
        return report.tree.pages.flatMap(found)
    }

    /// The sentences of all problems.
    static func problems(_ body: String, theme: String = LayoutFixture.theme, attributes: String = "") -> [String] {
        do {
            _ = try layOut(body, theme: theme, attributes: attributes)
            return []
        } catch let error as LayoutError {
            return error.problems.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }
}
