/// One tab: the calls that open it, and those that make a page a picture. A value; one call is under way at a time.
///
/// A tab is used again for the next page. Scripts are off and there is no network, so that a page can leave nothing
/// behind but its document. Before each page, the first too, the tab navigates to an empty document: giving one that is
/// there other content would leave its colour scheme and its content security policy to the next page.
struct TabMachine {
    enum Step: Equatable {
        case unopened
        case makingContext, makingTarget, attaching, enablingPage, watchingCrashes, stoppingScripts
        case idle
        case sizing, settingContent, settling, measuring, capturing
        /// On the way to the empty document: the call, what the browser tells of its end, and the frame that it is in.
        case navigating, committing, readingFrame
    }

    /// What an answer leads to.
    enum Next {
        case call(ProtocolCommand)
        /// Nothing is to be called: an event goes on with it, which is as bound to come in time as an answer.
        case event
        /// Opened, or cleared after a capture: the tab can take the next page.
        case idle
        case captured(CapturedPage, then: ProtocolCommand)
        /// The page is to blame. The tab is cleared by the call, or given up where there is none.
        case refused(BrowserError, then: ProtocolCommand?)
        /// The tab is to blame.
        case broken(String)
    }

    private(set) var step = Step.unopened
    /// What the tab's pages share nothing outside of.
    private(set) var context: String?
    private(set) var session: String?
    private var target: String?
    private var frame: String?
    /// The empty document that the tab is to show, and the document that it showed last since it was asked to.
    private var wanted: String?
    private var committed: String?
    private var capture: PageCapture?
    private var shownSize: Viewport?
    private var shownScale = 0.0
    private var pictureSize = (width: 0, height: 0)
    /// How often the page was not yet whole. It is asked again rather than told to wait: a document whose scripts are
    /// off runs no timer and hears no event.
    private var settles = 0
    private static let mostSettles = 2000
    private var isAbandoned = false
    private var wantsAway = false
    private let limits: CaptureLimits

    init(limits: CaptureLimits) { self.limits = limits }

    /// Whether it will take a page without being given anything else to do.
    var isGettingReady: Bool {
        switch step {
        case .unopened, .idle, .sizing, .settingContent, .settling, .measuring, .capturing: false
        case .makingContext, .makingTarget, .attaching, .enablingPage, .watchingCrashes, .stoppingScripts, .navigating,
            .committing, .readingFrame:
            true
        }
    }

    /// Whether it is cleared after a page, rather than opened.
    var isClearing: Bool { capture != nil && isEmptying }

    private var isEmptying: Bool { step == .navigating || step == .committing || step == .readingFrame }

    /// The first call of all.
    mutating func open() -> ProtocolCommand {
        step = .makingContext
        return ProtocolCommand("Target.createBrowserContext", ["disposeOnDetach": .bool(true)])
    }

    /// The first call of a capture. The tab is idle.
    mutating func begin(_ capture: PageCapture) -> ProtocolCommand {
        self.capture = capture
        isAbandoned = false
        wantsAway = false
        settles = 0
        guard shownSize != capture.viewport || shownScale != capture.scale else { return setContent(capture.html) }
        step = .sizing
        shownSize = capture.viewport
        shownScale = capture.scale
        return command(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .integer(capture.viewport.width), "height": .integer(capture.viewport.height),
                "deviceScaleFactor": .number(capture.scale), "mobile": .bool(false),
            ])
    }

    /// Nobody waits for the capture any more: the tab is cleared as soon as the call under way is answered.
    mutating func abandon() { isAbandoned = true }

    /// Something that happened in the tab; nil: it leads to nothing.
    mutating func sees(_ method: String, _ parameters: ProtocolValue) -> Next? {
        switch method {
        case "Page.frameScheduledNavigation", "Page.frameRequestedNavigation":
            // A page that starts to go elsewhere, by `<meta http-equiv="refresh">`, is not the page that was given.
            if let frame, parameters["frameId"]?.text == frame { wantsAway = true }
            return nil
        case "Page.frameNavigated":
            // A frame in the page has a parent.
            guard isEmptying, let shown = parameters["frame"], shown["parentId"] == nil else { return nil }
            committed = shown["loaderId"]?.text
            return step == .committing ? afterCommit() : nil
        default: return nil
        }
    }

    /// The answer to the call under way.
    mutating func accept(_ answer: Result<ProtocolValue, ProtocolFault>) -> Next {
        if let capture, !isEmptying {
            if wantsAway { return .refused(Self.navigation, then: nil) }
            guard case .success(let result) = answer else { return failed(answer) }
            return isAbandoned ? .call(clear()) : accept(result, for: capture)
        }
        guard case .success(let result) = answer else { return failed(answer) }
        return acceptOpening(result)
    }

    private func failed(_ answer: Result<ProtocolValue, ProtocolFault>) -> Next {
        guard case .failure(let fault) = answer else { return .broken("a tab was lost") }
        return .broken("the browser refuses a step of a capture (\(step)): \(fault.reason)")
    }

    private static let navigation = BrowserError(
        .navigation, "the page goes to another address by itself: take its meta refresh out of the template")

    // MARK: Opening

    private mutating func acceptOpening(_ result: ProtocolValue) -> Next {
        switch step {
        case .makingContext:
            guard let id = result["browserContextId"]?.text else { return unexpected() }
            context = id
            return call(
                .makingTarget,
                ProtocolCommand(
                    "Target.createTarget", ["url": .string("about:blank"), "browserContextId": .string(id)]))
        case .makingTarget:
            guard let id = result["targetId"]?.text else { return unexpected() }
            target = id
            return call(
                .attaching,
                ProtocolCommand("Target.attachToTarget", ["targetId": .string(id), "flatten": .bool(true)]))
        case .attaching:
            guard let id = result["sessionId"]?.text else { return unexpected() }
            session = id
            return call(.enablingPage, command("Page.enable"))
        case .enablingPage: return call(.watchingCrashes, command("Inspector.enable"))
        case .watchingCrashes:
            return call(.stoppingScripts, command("Emulation.setScriptExecutionDisabled", ["value": .bool(true)]))
        case .stoppingScripts: return .call(clear())
        case .navigating:
            guard result["errorText"] == nil, let document = result["loaderId"]?.text else { return unexpected() }
            wanted = document
            step = .committing
            // The event may be here before the answer.
            return afterCommit() ?? .event
        case .readingFrame:
            guard let shown = result["frameTree"]?["frame"], let id = shown["id"]?.text,
                shown["loaderId"]?.text == wanted
            else { return unexpected() }
            frame = id
            capture = nil
            step = .idle
            return .idle
        case .unopened, .idle, .sizing, .settingContent, .settling, .measuring, .capturing, .committing:
            return unexpected()
        }
    }

    /// Once the empty document is shown: where it is. Content that is set earlier would go to the page before.
    private mutating func afterCommit() -> Next? {
        wanted == committed ? call(.readingFrame, command("Page.getFrameTree")) : nil
    }

    // MARK: Capturing

    private mutating func accept(_ result: ProtocolValue, for capture: PageCapture) -> Next {
        switch step {
        case .sizing: return .call(setContent(capture.html))
        case .settingContent: return call(.settling, command(CaptureCalls.settle))
        case .settling:
            guard result["exceptionDetails"] == nil else { return unexpected() }
            if case .bool(false)? = result["result"]?["value"], settles < Self.mostSettles {
                settles += 1
                return .call(command(CaptureCalls.settle))
            }
            return call(.measuring, command("Page.getLayoutMetrics"))
        case .measuring: return measured(result, capture)
        case .capturing:
            guard case .string(let text)? = result["data"], !text.isEscaped, var bytes = Base64.decode(text.bytes),
                !bytes.isEmpty
            else { return unexpected() }
            if capture.format == .pdf { PDFTimes.erase(in: &bytes) }
            let page = CapturedPage(bytes: bytes, width: pictureSize.width, height: pictureSize.height)
            return .captured(page, then: clear())
        case .unopened, .makingContext, .makingTarget, .attaching, .enablingPage, .watchingCrashes, .stoppingScripts,
            .idle, .navigating, .committing, .readingFrame:
            return unexpected()
        }
    }

    private mutating func measured(_ result: ProtocolValue, _ capture: PageCapture) -> Next {
        guard let content = result["cssContentSize"]?["height"]?.number, content.isFinite else { return unexpected() }
        let least = Double(capture.viewport.height)
        let height = capture.viewport.grows ? max(least, content.rounded(.up)) : least
        do throws(BrowserError) {
            pictureSize = try limits.size(of: capture, height: height)
        } catch {
            return .refused(error, then: clear())
        }
        return call(.capturing, command(CaptureCalls.capture(capture, height: height)))
    }

    private mutating func setContent(_ html: String) -> ProtocolCommand {
        step = .settingContent
        return command(
            "Page.setDocumentContent", ["frameId": .string(frame ?? ""), "html": .string(html)])
    }

    private mutating func clear() -> ProtocolCommand {
        step = .navigating
        wanted = nil
        committed = nil
        return command("Page.navigate", ["url": .string("about:blank")])
    }

    // MARK: Calls

    private mutating func call(_ step: Step, _ command: ProtocolCommand) -> Next {
        self.step = step
        return .call(command)
    }

    private func command(
        _ method: String, _ parameters: KeyValuePairs<String, ProtocolCommand.Parameter> = [:]
    ) -> ProtocolCommand {
        ProtocolCommand(method, session: session, parameters)
    }

    private func command(_ call: ProtocolCommand) -> ProtocolCommand { call.inSession(session) }

    private func unexpected() -> Next { .broken("the browser answers a step of a capture (\(step)) in an unknown way") }
}
