import ReportChromium
import ReportDrawing
import ReportScene
import Templates

/// Draws reports: from data and a template to the bytes of a picture or document, with either engine. From any task;
/// the same template, data and options give the same bytes.
public struct ReportRenderer: Sendable {
    private let room: DrawingRoom
    private let browser: Browser?
    private let limits: RenderLimits

    /// - Parameter browser: for templates in HTML; nil: there is none, and such templates are refused.
    public init(room: DrawingRoom, browser: Browser?, limits: RenderLimits = RenderLimits()) {
        self.room = room
        self.browser = browser
        self.limits = limits
    }

    /// Whether templates in HTML can be drawn.
    public var hasBrowser: Bool { browser != nil }

    /// Draws one report. When the calling task is cancelled, it ends soon with `render.cancelled`.
    ///
    /// - Parameter data: checked against the template's schema first.
    public nonisolated(nonsending) func render(
        _ template: ReportTemplate, data: TemplateValue, options: RenderOptions = RenderOptions()
    ) async throws(RenderFailure) -> RenderedReport {
        let plan = try RenderPlan(options, template, data: data)
        switch plan.engine {
        case .native: return try await draw(template, data, plan, options)
        case .chromium: return try await capture(template, data, plan, options)
        }
    }

    /// Settles where everything of a native report stands, without drawing it: for who draws many into one document,
    /// or wants to know what is wrong. To be called, and its result used, while the lane is lent.
    public func compose(
        _ template: ReportTemplate, data: TemplateValue, options: RenderOptions = RenderOptions(),
        on lane: DrawingLane
    ) throws(RenderFailure) -> ComposedReport {
        var options = options
        options.engine = .native
        return try compose(template, data, RenderPlan(options, template, data: data), options, lane)
    }

    /// The markup that a template makes of data: XML for the native engine, HTML for the browser.
    public func markup(
        _ template: ReportTemplate, data: TemplateValue, options: RenderOptions = RenderOptions()
    ) throws(RenderFailure) -> String {
        var times = StageTimes()
        return try markUp(template, data, RenderPlan(options, template, data: data), options, &times).markup.text
    }

    /// Lends a lane, for `compose`; see `DrawingRoom.withLane`.
    ///
    /// - Throws: what `body` throws, and why there is no lane, as a `RenderFailure`.
    public nonisolated(nonsending) func withLane<Result>(
        pixels: Int, _ body: (DrawingLane) throws(RenderFailure) -> Result
    ) async throws(RenderFailure) -> Result {
        do {
            return try await room.withLane(pixels: pixels, body)
        } catch {
            throw RenderFailure(error)
        }
    }

    // MARK: The stages

    private func markUp(
        _ template: ReportTemplate, _ data: TemplateValue, _ plan: RenderPlan, _ options: RenderOptions,
        _ times: inout StageTimes
    ) throws(RenderFailure) -> (markup: RenderedMarkup, findings: [ReportFinding]) {
        let problems = DataCheck.problems(in: data, schema: template.schema)
        guard problems.isEmpty else { throw .data(problems, template) }
        let limits = limits.template
        return try times.measure(.template) { () throws(RenderFailure) in
            let context = TemplateContext(template, data: data, plan: plan, options: options)
            let markup = try RenderedMarkup(
                template, engine: plan.engine, context: context, limits: limits, isCancelled: { Task.isCancelled })
            return (
                markup, ReportFinding.missingTexts(context.missingTexts, locale: context.locale, template: template)
            )
        }
    }

    private func compose(
        _ template: ReportTemplate, _ data: TemplateValue, _ plan: RenderPlan, _ options: RenderOptions,
        _ lane: DrawingLane
    ) throws(RenderFailure) -> ComposedReport {
        var times = StageTimes()
        let (markup, findings) = try markUp(template, data, plan, options, &times)
        if Task.isCancelled { throw .cancelled }
        return try ComposedReport(
            markup, plan: plan, findings: findings, times: times, lane: lane, limits: limits,
            isCancelled: { Task.isCancelled })
    }

    /// Draws with the native engine. How large the picture is, the layout tells, which needs a lane already: room for
    /// a page of the usual size is taken, and only a larger picture goes back and waits for more.
    private nonisolated(nonsending) func draw(
        _ template: ReportTemplate, _ data: TemplateValue, _ plan: RenderPlan, _ options: RenderOptions
    ) async throws(RenderFailure) -> RenderedReport {
        var room = plan.format == .pdf ? 0 : PixelRoom.usual(template.description, scale: plan.scale)
        while true {
            let attempt = try await withLane(pixels: room) { lane throws(RenderFailure) -> PixelRoom.Attempt in
                let report = try compose(template, data, plan, options, lane)
                if Task.isCancelled { throw .cancelled }
                return try PixelRoom.draw(report, plan, room: room, lane)
            }
            switch attempt {
            case .drawn(let report): return report
            case .needs(let pixels): room = pixels
            }
        }
    }

    private nonisolated(nonsending) func capture(
        _ template: ReportTemplate, _ data: TemplateValue, _ plan: RenderPlan, _ options: RenderOptions
    ) async throws(RenderFailure) -> RenderedReport {
        guard let browser else {
            throw RenderFailure(
                "browser.missing",
                "The template \"\(template.name)\" is HTML, and no browser is set up: install chromium-headless-shell, "
                    + "and allow it in the processor's configuration.")
        }
        var times = StageTimes()
        let (markup, findings) = try markUp(template, data, plan, options, &times)
        let start = StageTimes.now()
        let page: CapturedPage
        do throws(BrowserError) {
            page = try await browser.capture(
                PageCapture(
                    html: markup.text, viewport: Viewport(template.description), scale: plan.scale,
                    format: CaptureFormat(plan),
                    // That one is read again.
                    maximumPixels: plan.format == .palettePNG ? PictureReader.maximumPixels : nil),
                deadline: limits.browser)
        } catch {
            throw RenderFailure(error)
        }
        times.add(.browser, since: start)
        let bytes = plan.format == .palettePNG ? try await fewerColours(page, &times) : page.bytes
        return RenderedReport(
            bytes: bytes, mediaType: plan.format.mediaType, width: page.width, height: page.height, pages: 1,
            findings: findings, missingGlyphs: 0, times: times)
    }

    /// The browser writes all colours; the native engine writes its picture again.
    private nonisolated(nonsending) func fewerColours(
        _ page: CapturedPage, _ times: inout StageTimes
    ) async throws(RenderFailure) -> [UInt8] {
        let start = StageTimes.now()
        defer { times.add(.draw, since: start) }
        return try await withLane(pixels: page.width * page.height) { lane throws(RenderFailure) in
            do throws(DrawingError) {
                let whole = Rect(x: 0, y: 0, width: Double(page.width), height: Double(page.height))
                let picture = try PictureReader.read(page.bytes, alternative: "")
                let copy = ScenePage(size: whole.size, items: [.picture(picture, in: whole)])
                return try lane.png([copy], scale: 1, colors: .palette256)
            } catch {
                throw RenderFailure(error)
            }
        }
    }
}
