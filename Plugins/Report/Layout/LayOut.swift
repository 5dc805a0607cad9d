import ReportMarkup
import ReportScene

/// A report whose every place is settled.
public struct LaidOutReport {
    /// Confined to the measurer's thread.
    public var scene: Scene
    /// In the order of pages and markup; at most 500.
    public var findings: [Finding]
    let document: Document
    let frames: [(root: Frame, size: Size)]

    /// Made when it is asked for: only tests and previews do. On the measurer's thread.
    public var tree: LayoutTree { LayoutTree(frames, document) }
}

/// Checks markup and settles where everything in it stands. The same input gives the same output. Call it on the thread
/// of the measurer.
///
/// - Parameters:
///   - root: a `<report>`, from `parseMarkup`.
///   - assets: the pictures that markup may name.
///   - isCancelled: is asked before each text is measured, and for each page.
/// - Throws: all problems of the markup at once, up to 20; `layout.cancelled` soon after `isCancelled` said so.
public func layOut(
    _ root: Element, theme: Theme, assets: Assets = Assets(), measurer: any TextMeasurer,
    limits: LayoutLimits = LayoutLimits(), isCancelled: @escaping () -> Bool = { false }
) throws(LayoutError) -> LaidOutReport {
    let cancellation = Cancellation(isCancelled)
    let document = try DocumentReader.read(root, theme: theme, assets: assets, limits: limits)
    try cancellation.check()
    let arranger = Arranger(document, measurer, cancellation)
    var scene = Scene(title: document.title, language: document.language, pages: [])
    var frames: [(root: Frame, size: Size)] = []
    var findings: [Finding] = []
    for page in document.pages {
        for frame in try arranger.frames(of: page, limits: limits, pagesBefore: frames.count) {
            let height = page.overflow == .grow ? frame.rect.height : page.height ?? frame.rect.height
            let size = Size(width: page.width, height: height)
            let number = frames.count + 1
            try cancellation.check()
            var writer = SceneWriter(document, measurer, page: number)
            writer.write(page: frame, size: size, isClipped: page.overflow == .clip)
            scene.pages.append(ScenePage(size: size, background: page.background, items: writer.items))
            frames.append((frame, size))
            let inspected = Inspection.findings(
                frame, size: size, background: page.background, page: number, arranger,
                most: Inspection.mostFindings - findings.count)
            try cancellation.check()
            findings += Finding.ordered(inspected + writer.findings)
        }
    }
    return LaidOutReport(
        scene: scene, findings: Array(findings.prefix(Inspection.mostFindings)), document: document, frames: frames)
}
