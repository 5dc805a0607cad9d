import Glibc

/// Does what the supervisor says: owns the program, its pipes and those who wait. Confined to its thread.
final class BrowserLoop {
    /// The longest answer that is taken: the largest picture as PNG in base 64, with room.
    private static let longestAnswer = 256 << 20
    private static let chunk = 1 << 20

    private let inbox: BrowserInbox
    private let settings: BrowserSettings
    private let notify: @Sendable (BrowserNotice) -> Void
    private var supervisor: BrowserSupervisor
    private var browser: BrowserProcess?
    private var frames = FrameReader(limit: BrowserLoop.longestAnswer)
    private var unsent: [ArraySlice<UInt8>] = []
    private var tickets: [CaptureID: CaptureTicket] = [:]
    private var warming: [@Sendable (BrowserError?) -> Void] = []
    private var sandbox: SandboxChoice?
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: BrowserLoop.chunk, alignment: 16)

    init(
        inbox: BrowserInbox, settings: BrowserSettings, notify: @escaping @Sendable (BrowserNotice) -> Void
    ) {
        self.inbox = inbox
        self.settings = settings
        self.notify = notify
        supervisor = BrowserSupervisor(settings: settings)
    }

    deinit { buffer.deallocate() }

    /// Until somebody closes it.
    func run() {
        while true {
            for request in inbox.take() {
                if case .close(let done) = request {
                    perform(supervisor.close())
                    return done()
                }
                serve(request)
            }
            perform(supervisor.tick(now: MonotonicTime.now()))
            sendUnsent()
            wait()
        }
    }

    private func serve(_ request: BrowserRequest) {
        let now = MonotonicTime.now()
        switch request {
        case .capture(let id, let capture, let deadline, let ticket):
            guard !ticket.isCancelled else { return ticket.end(.failure(.cancelled)) }
            tickets[id] = ticket
            perform(supervisor.submit(id, capture, deadline: deadline, now: now))
        case .cancel(let id): perform(supervisor.cancel(id, now: now))
        case .warm(let done):
            warming.append(done)
            perform(supervisor.warm(now: now))
        case .close: break
        }
    }

    // MARK: Waiting

    private func wait() {
        var polled = [pollfd(fd: inbox.bell, events: Int16(POLLIN), revents: 0)]
        if let browser {
            polled.append(pollfd(fd: browser.answers, events: Int16(POLLIN), revents: 0))
            polled.append(pollfd(fd: browser.complaints, events: Int16(POLLIN), revents: 0))
            polled.append(pollfd(fd: browser.watch, events: Int16(POLLIN), revents: 0))
            polled.append(pollfd(fd: unsent.isEmpty ? -1 : browser.calls, events: Int16(POLLOUT), revents: 0))
        }
        guard poll(&polled, nfds_t(polled.count), timeout()) > 0, polled.count > 1 else { return }
        let asked = browser
        if polled[2].revents != 0 { drainComplaints() }
        if polled[1].revents != 0 { receive() }
        // What was read may have replaced it.
        if polled[3].revents != 0, browser === asked { end("its process ended") }
    }

    /// In milliseconds, rounded up: a deadline is never looked at before it is due.
    private func timeout() -> Int32 {
        guard let deadline = supervisor.nextDeadline else { return -1 }
        let now = MonotonicTime.now()
        guard deadline > now else { return 0 }
        return Int32(clamping: (deadline - now) / 1_000_000 + 1)
    }

    private func drainComplaints() {
        browser?.drainComplaints(isKept: supervisor.phase == .starting)
    }

    private func receive() {
        guard let browser else { return }
        do throws(ProtocolFault) {
            let isOpen = try browser.receive(into: buffer) { piece throws(ProtocolFault) in frames.append(piece) }
            while self.browser === browser, let frame = try frames.next() {
                perform(supervisor.received(try ProtocolMessage(frame), now: MonotonicTime.now()))
            }
            if !isOpen, self.browser === browser { end("it closed its pipe") }
        } catch {
            end("it breaks its protocol: \(error.reason)")
        }
    }

    private func end(_ reason: String) {
        drainComplaints()
        let words = supervisor.phase == .starting ? browser?.lastWords ?? "" : ""
        perform(supervisor.ended(words.isEmpty ? reason : "\(reason) (\(words))", now: MonotonicTime.now()))
    }

    // MARK: Doing

    private func perform(_ actions: [BrowserSupervisor.Action]) {
        // Before anybody is told of what they count.
        inbox.statistics = supervisor.statistics
        for action in actions {
            switch action {
            case .launch: launch()
            case .send(let bytes): unsent.append(bytes[...])
            case .destroy: destroy()
            case .finish(let id, let outcome): tickets.removeValue(forKey: id)?.end(outcome)
            case .warmed(let error):
                for done in warming { done(error) }
                warming = []
            case .measure:
                guard let group = browser?.process else { break }
                perform(supervisor.measured(ProcessGroup.memory(of: group), now: MonotonicTime.now()))
            case .notice(let notice): notify(notice)
            }
        }
    }

    private func launch() {
        destroy()
        do throws(BrowserError) {
            let sandbox = try sandboxChoice()
            let browser = try BrowserProcess(settings, sandbox: sandbox)
            self.browser = browser
            perform(supervisor.launched(process: browser.process, now: MonotonicTime.now()))
        } catch {
            perform(supervisor.launchFailed(error, now: MonotonicTime.now()))
        }
    }

    /// Looked at once; said once.
    private func sandboxChoice() throws(BrowserError) -> SandboxChoice {
        if let sandbox { return sandbox }
        let choice = try SandboxChoice.make(settings.sandbox)
        if case .off(let reason) = choice { notify(.withoutSandbox(reason: reason)) }
        sandbox = choice
        return choice
    }

    private func destroy() {
        browser = nil
        frames = FrameReader(limit: Self.longestAnswer)
        unsent = []
    }

    private func sendUnsent() {
        while let browser, let first = unsent.first {
            guard let count = browser.send(first) else { return end("it closed its pipe") }
            if count < first.count {
                unsent[0] = first.dropFirst(count)
                return
            }
            unsent.removeFirst()
        }
    }
}
