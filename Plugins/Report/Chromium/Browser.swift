/// A headless Chromium that makes pictures of pages of HTML. It is started when it is needed, watched, replaced and
/// cleaned up after; pages run no scripts and reach no network and no file.
///
/// Any thread may call it; nothing of it blocks. It has one thread of its own, and the browser's processes end with
/// that thread however this process ends.
public final class Browser: Sendable {
    private let inbox = BrowserInbox()
    private let hasThread: Bool

    /// Starts no browser yet.
    /// - Parameter notify: Called on the browser's thread; it must not block.
    public init(
        _ settings: BrowserSettings = BrowserSettings(),
        notify: @escaping @Sendable (BrowserNotice) -> Void = { _ in }
    ) {
        let inbox = inbox
        hasThread =
            inbox.bell >= 0
            && BrowserThread.start { BrowserLoop(inbox: inbox, settings: settings, notify: notify).run() }
    }

    /// Kills the browser, if nobody has closed it.
    deinit { _ = inbox.post(.close({})) }

    /// Starts the browser and opens its tabs, so that the first capture waits for neither.
    public func start() async throws(BrowserError) {
        let error = await withCheckedContinuation { (continuation: CheckedContinuation<BrowserError?, Never>) in
            guard hasThread else { return continuation.resume(returning: Self.noThread) }
            let isTaken = inbox.post(.warm({ continuation.resume(returning: $0) }))
            if !isTaken { continuation.resume(returning: .closed) }
        }
        if let error { throw error }
    }

    /// Makes a picture or a document of a page.
    ///
    /// The same page gives the same bytes. A page that was under way when the browser or its tab ended is tried once
    /// more. When the calling task is cancelled, so is the capture.
    /// - Parameter deadline: For all of it, from now on: waiting, both tries, and a browser that must be started.
    public func capture(
        _ capture: PageCapture, deadline: Duration = .seconds(30)
    ) async throws(BrowserError) -> CapturedPage {
        guard hasThread else { throw Self.noThread }
        let id = inbox.newID()
        let ticket = CaptureTicket()
        let until = MonotonicTime.now() &+ deadline.nanoseconds
        let outcome = await withTaskCancellationHandler {
            if !inbox.post(.capture(id, capture, deadline: until, ticket)) { ticket.end(.failure(.closed)) }
            return await ticket.wait()
        } onCancel: {
            // The mark first: the request to cancel may overtake the capture.
            ticket.cancel()
            _ = inbox.post(.cancel(id))
        }
        return try outcome.get()
    }

    /// The same, for who needs the bytes alone.
    public func capture(
        html: String, viewport: Viewport, scale: Double, format: CaptureFormat, deadline: Duration = .seconds(30)
    ) async throws(BrowserError) -> [UInt8] {
        try await capture(
            PageCapture(html: html, viewport: viewport, scale: scale, format: format), deadline: deadline
        ).bytes
    }

    /// Ends the browser for good; captures under way end with an error. Returns when its processes are gone.
    public func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            guard hasThread, inbox.post(.close({ continuation.resume() })) else { return continuation.resume() }
        }
    }

    public var statistics: BrowserStatistics { inbox.statistics }

    private static let noThread = BrowserError(.start, "the browser gets no thread of its own")
}
