@testable import ReportChromium

/// A supervisor with a browser that answers when the test says so, and a clock that stands still until it is moved.
struct Bench {
    struct Call {
        let id: Int
        let method: String
        let session: String?
    }

    private(set) var supervisor: BrowserSupervisor
    var now: UInt64 = 1_000_000_000
    private(set) var outcomes: [CaptureID: Result<CapturedPage, BrowserError>] = [:]
    private(set) var notices: [BrowserNotice] = []
    private(set) var launches = 0
    private(set) var destroyed = 0
    private(set) var measures = 0
    private(set) var warmed: [BrowserError?] = []
    /// Calls that the browser has not answered.
    private(set) var calls: [Call] = []
    /// A capture that ended more than once, which must never be.
    private(set) var endedTwice = false
    /// Whether a program is there when the supervisor asks for one.
    var launchError: BrowserError?
    /// Bytes that a look at the memory finds.
    var memory = 1
    private var lastID: CaptureID = 0
    private var lastName = 0
    /// The document that each tab shows.
    private var documents: [String: String] = [:]
    /// Whether the browser tells that a tab shows its empty document before it answers the call, after it, or not.
    var committing = Committing.after

    enum Committing { case before, after, never }

    init(_ change: (inout BrowserSettings) -> Void = { _ in }) {
        var settings = BrowserSettings()
        change(&settings)
        supervisor = BrowserSupervisor(settings: settings)
    }

    var statistics: BrowserStatistics { supervisor.statistics }

    // MARK: What the test does

    mutating func submit(within seconds: UInt64 = 30, viewport: Viewport = Viewport(width: 10, height: 10)) -> CaptureID
    {
        lastID += 1
        perform(
            supervisor.submit(
                lastID, PageCapture(html: "page \(lastID)", viewport: viewport),
                deadline: now + seconds * 1_000_000_000, now: now))
        return lastID
    }

    mutating func cancel(_ id: CaptureID) { perform(supervisor.cancel(id, now: now)) }
    mutating func warm() { perform(supervisor.warm(now: now)) }
    mutating func close() { perform(supervisor.close()) }
    mutating func end(_ reason: String = "gone") {
        calls = []
        perform(supervisor.ended(reason, now: now))
    }

    mutating func pass(seconds: Double) {
        now += UInt64(seconds * 1e9)
        perform(supervisor.tick(now: now))
    }

    mutating func event(_ method: String, session: String) {
        // A tab without its process answers nothing.
        if method == "Inspector.targetCrashed" { calls.removeAll { $0.session == session } }
        perform(
            supervisor.received(
                .event(method: method, session: session, parameters: parsed(#"{"frameId":"F"}"#)), now: now))
    }

    /// Answers the oldest call; false when there is none.
    @discardableResult
    mutating func answer() -> Bool {
        guard !calls.isEmpty else { return false }
        answer(calls.removeFirst())
        return true
    }

    /// Answers all calls until one of this method is the oldest, or none is left.
    mutating func answerAll(until method: String? = nil) {
        while let first = calls.first, first.method != method { answer() }
    }

    /// Answers all calls but those of this method, and those that follow from the answers.
    mutating func answerAll(but method: String) {
        while let call = calls.first(where: { $0.method != method }) { answer(call) }
    }

    mutating func answer(_ call: Call, with text: String? = nil) {
        calls.removeAll { $0.id == call.id }
        lastName += 1
        let session = call.session ?? ""
        let isNavigation = call.method == "Page.navigate" && text == nil
        if isNavigation {
            documents[session] = "L\(lastName)"
            if committing == .before { commit(session) }
        }
        defer { if isNavigation, committing == .after { commit(session) } }
        let document = documents[session] ?? ""
        let result =
            switch call.method {
            case "Target.createBrowserContext": #"{"browserContextId":"C\#(lastName)"}"#
            case "Target.createTarget": #"{"targetId":"T\#(lastName)"}"#
            case "Target.attachToTarget": #"{"sessionId":"S\#(lastName)"}"#
            case "Page.navigate": #"{"frameId":"F","loaderId":"\#(document)"}"#
            case "Page.getFrameTree": #"{"frameTree":{"frame":{"id":"F","loaderId":"\#(document)"}}}"#
            case "Page.getLayoutMetrics": #"{"cssContentSize":{"height":100}}"#
            case "Page.captureScreenshot": #"{"data":"/9j/"}"#
            default: "{}"
            }
        perform(supervisor.received(.reply(id: call.id, .success(parsed(text ?? result))), now: now))
    }

    /// The tab shows the document that it went to last.
    mutating func commit(_ session: String, parent: String = "") {
        let frame = #"{"frame":{"id":"F","loaderId":"\#(documents[session] ?? "")"\#(parent)}}"#
        perform(
            supervisor.received(
                .event(method: "Page.frameNavigated", session: session, parameters: parsed(frame)), now: now))
    }

    mutating func refuse(_ call: Call, _ reason: String) {
        calls.removeAll { $0.id == call.id }
        perform(supervisor.received(.reply(id: call.id, .failure(ProtocolFault(reason))), now: now))
    }

    func code(_ id: CaptureID) -> BrowserError.Code? {
        guard case .failure(let error)? = outcomes[id] else { return nil }
        return error.code
    }

    func isCaptured(_ id: CaptureID) -> Bool {
        guard case .success? = outcomes[id] else { return false }
        return true
    }

    // MARK: What the supervisor does

    private mutating func perform(_ actions: [BrowserSupervisor.Action]) {
        for action in actions {
            switch action {
            case .launch:
                launches += 1
                if let launchError {
                    perform(supervisor.launchFailed(launchError, now: now))
                } else {
                    perform(supervisor.launched(process: Int32(launches), now: now))
                }
            case .send(let bytes): calls.append(call(bytes))
            case .destroy:
                destroyed += 1
                calls = []
            case .finish(let id, let outcome):
                if outcomes[id] != nil { endedTwice = true }
                outcomes[id] = outcome
            case .warmed(let error): warmed.append(error)
            case .measure:
                measures += 1
                perform(supervisor.measured(memory, now: now))
            case .notice(let notice): notices.append(notice)
            }
        }
    }

    private func call(_ bytes: [UInt8]) -> Call {
        let value = parsed(String(decoding: bytes.dropLast(), as: UTF8.self))
        return Call(
            id: Int(value["id"]?.number ?? 0), method: value["method"]?.text ?? "", session: value["sessionId"]?.text)
    }

    private func parsed(_ text: String) -> ProtocolValue { (try? ProtocolReader.read(Array(text.utf8))) ?? .null }
}
