import ReportScene

extension Arranger {
    /// The pages that one page of the markup becomes.
    func frames(of page: PageModel, limits: LayoutLimits, pagesBefore: Int) throws(LayoutError) -> [Frame] {
        let height = max(self.height(page.root, width: page.width), page.height ?? 0)
        let most = limits.pages - pagesBefore
        var frames: [Frame]?
        switch (page.overflow, page.height) {
        case (.paginate, let pageHeight?):
            let root = place(page.root, in: Rect(x: 0, y: 0, width: page.width, height: height))
            frames = PageBreaker(document: document, pageHeight: pageHeight).pages(of: root, most: most)
        case (.clip, let pageHeight?):
            frames = [place(page.root, in: Rect(x: 0, y: 0, width: page.width, height: pageHeight))]
        default:
            guard height <= limits.pageHeight else { throw tooHigh(page, height, limits) }
            frames = [place(page.root, in: Rect(x: 0, y: 0, width: page.width, height: height))]
        }
        guard let frames, frames.count <= most else {
            throw tooLarge("The report would have more than \(limits.pages) pages.", page)
        }
        return frames
    }

    private func tooHigh(_ page: PageModel, _ height: Double, _ limits: LayoutLimits) -> LayoutError {
        tooLarge(
            "The page would be \(ValueReader.plain(height.rounded())) pixels high, but at most "
                + "\(Int(limits.pageHeight)) are drawn; give it a height and overflow=\"paginate\".", page)
    }

    private func tooLarge(_ message: String, _ page: PageModel) -> LayoutError {
        LayoutError(
            code: "layout.too_large",
            problems: [.init(message: message, position: document.boxes[page.root].place)])
    }
}
