/// What the supervisor does about what happened.
extension BrowserSupervisor {
    /// Starts, opens, hands out and closes what is due now.
    mutating func advance(_ now: UInt64) {
        switch phase {
        case .absent:
            guard !queue.isEmpty || isWarming else { return }
            // Until the program runs, nothing else is begun.
            phase = .starting
            act(.launch)
        case .serving: serve(now)
        case .resting, .starting, .closing, .closed: break
        }
    }

    private mutating func serve(_ now: UInt64) {
        if isDraining {
            if tabs.values.allSatisfy({ $0.capture == nil }) { closeBrowser(now) }
            return
        }
        for number in tabs.keys.sorted() where tabs[number]?.machine.step == .idle && tabs[number]?.capture == nil {
            guard let (id, capture) = queue.takeFirst() else { break }
            tabs[number]?.capture = id
            if let call = tabs[number]?.machine.begin(capture) { sendToTab(number, call, now) }
        }
        // A tab that is being cleared is ready sooner than one that is not yet open.
        let soon = tabs.values.count { $0.machine.isGettingReady }
        let wanted = isWarming ? settings.tabs - tabs.count : min(queue.waiting - soon, settings.tabs - tabs.count)
        for _ in 0..<max(0, wanted) { openTab(now) }
        if isWarming, tabs.values.allSatisfy({ $0.machine.step == .idle || $0.capture != nil }) {
            isWarming = false
            act(.warmed(nil))
        }
        if isIdle, lastWork &+ settings.idleLimit.nanoseconds <= now { closeBrowser(now) }
    }

    private mutating func openTab(_ now: UInt64) {
        let number = newTabNumber()
        var machine = TabMachine(limits: settings.limits)
        let call = machine.open()
        tabs[number] = Tab(machine: machine)
        sendToTab(number, call, now)
    }

    private mutating func sendToTab(_ number: Int, _ call: ProtocolCommand, _ now: UInt64) {
        lastWork = now
        send(call, for: .tab(number), deadline: deadline(ofTab: number, now))
    }

    private func deadline(ofTab number: Int, _ now: UInt64) -> UInt64 {
        let isClearing = tabs[number]?.machine.isClearing ?? false
        return now &+ (isClearing ? settings.settleDeadline : settings.callDeadline).nanoseconds
    }

    // MARK: Answers

    mutating func answered(
        _ purpose: Purpose, _ answer: Result<ProtocolValue, ProtocolFault>, _ now: UInt64
    ) {
        switch purpose {
        case .version where phase == .starting:
            send(
                ProtocolCommand("Browser.setDownloadBehavior", ["behavior": .string("deny")]), for: .downloads,
                deadline: now &+ settings.callDeadline.nanoseconds)
        case .downloads where phase == .starting:
            phase = .serving
            lastWork = now
        case .tab(let number): answered(number, answer, now)
        case .version, .downloads, .nothing: break
        }
    }

    private mutating func answered(
        _ number: Int, _ answer: Result<ProtocolValue, ProtocolFault>, _ now: UInt64
    ) {
        lastWork = now
        guard let next = tabs[number]?.machine.accept(answer) else { return }
        go(on: number, next, now)
    }

    /// Does what an answer or an event has led to.
    mutating func go(on number: Int, _ next: TabMachine.Next, _ now: UInt64) {
        // An event ends the wait for it.
        if let call = tabs[number]?.call { _ = calls.take(call) }
        tabs[number]?.call = nil
        switch next {
        case .call(let call): sendToTab(number, call, now)
        case .event: expect(.tab(number), deadline: deadline(ofTab: number, now))
        case .idle: tabs[number]?.capture = nil
        case .captured(let page, let call):
            captured(number, .success(page), now)
            sendToTab(number, call, now)
        case .refused(let error, let call):
            captured(number, .failure(error), now)
            if let call { sendToTab(number, call, now) } else { dropTab(number, now) }
        case .broken(let reason): lost(number, reason, isCrash: false, now)
        }
    }

    private mutating func captured(_ number: Int, _ result: Result<CapturedPage, BrowserError>, _ now: UInt64) {
        if let id = tabs[number]?.capture { finish(id, result) }
        // A page that was refused was captured as far as it can be: the browser is well.
        backoff.succeeded()
        capturesOfThis += 1
        if capturesOfThis >= settings.capturesPerBrowser {
            drain("it has captured \(capturesOfThis) pages", now)
        }
    }

    mutating func finish(_ id: CaptureID, _ result: Result<CapturedPage, BrowserError>) {
        guard queue.remove(id) else { return }
        if case .success = result { statistics.captures += 1 } else { statistics.failures += 1 }
        act(.finish(id, result))
    }

    /// Ends a capture that nobody wants any more, or that is late. Its tab may finish the call under way.
    mutating func abandon(_ id: CaptureID, _ error: BrowserError, _ now: UInt64) {
        finish(id, .failure(error))
        guard let number = tabs.first(where: { $0.value.capture == id })?.key else { return }
        tabs[number]?.machine.abandon()
        if let call = tabs[number]?.call { calls.shorten(call, to: now &+ settings.settleDeadline.nanoseconds) }
    }

    // MARK: Trouble

    /// A tab is gone or unusable; its capture gets another.
    mutating func lost(_ number: Int, _ reason: String, isCrash: Bool, _ now: UInt64) {
        guard let tab = tabs[number] else { return }
        if isCrash { statistics.crashedTabs += 1 }
        if let id = tab.capture {
            retry(id, reason, isSuspect: true)
        } else if tab.machine.step != .idle {
            // A tab that cannot be opened says that the browser is not well.
            hang([.tab(number)], now)
            return
        }
        dropTab(number, now)
    }

    private mutating func dropTab(_ number: Int, _ now: UInt64) {
        guard let tab = tabs.removeValue(forKey: number) else { return }
        if let call = tab.call { _ = calls.take(call) }
        guard let context = tab.machine.context else { return }
        send(
            ProtocolCommand("Target.disposeBrowserContext", ["browserContextId": .string(context)]), for: .nothing,
            deadline: now &+ settings.callDeadline.nanoseconds)
    }

    /// An answer is late: the browser is killed, and whose call it was is suspected.
    mutating func hang(_ late: [Purpose], _ now: UInt64) {
        guard phase == .serving else { return }
        statistics.hangs += 1
        act(.notice(.killed(reason: "it does not answer in time")))
        let suspects = late.compactMap { purpose -> CaptureID? in
            guard case .tab(let number) = purpose else { return nil }
            return tabs[number]?.capture
        }
        loseAll("the browser did not answer in time", suspects: suspects)
        if isCapturing {
            backoff.lost()
            destroyed(now)
        } else {
            // No page is to blame: a browser that opens no tab has not started.
            act(.destroy)
            startFailed(BrowserError(.start, "the browser was started, and opens no page in time"), now)
        }
    }

    /// - Parameter suspects: The captures that may be the reason; nil: all may.
    mutating func loseAll(_ reason: String, suspects: [CaptureID]?) {
        // From the last to the first: each is put before those that wait.
        for id in tabs.sorted(by: { $0.key > $1.key }).compactMap(\.value.capture) {
            retry(id, reason, isSuspect: suspects?.contains(id) ?? true)
        }
    }

    private mutating func retry(_ id: CaptureID, _ reason: String, isSuspect: Bool) {
        guard queue[id] != nil else { return }
        if queue.retry(id, isSuspect: isSuspect) {
            statistics.retries += 1
        } else {
            statistics.failures += 1
            act(.finish(id, .failure(BrowserError(.died, "the page was not captured in two tries: \(reason)"))))
        }
    }

    mutating func startFailed(_ error: BrowserError, _ now: UInt64) {
        statistics.failedStarts += 1
        lastFailure = error
        backoff.failedToStart()
        act(.notice(.startFailed(reason: error.message)))
        forgetBrowser()
        phase = .resting(until: now &+ backoff.rest)
        if error.code == .missing || backoff.failedStarts > 1 {
            for id in queue.waitingIDs { finish(id, .failure(error)) }
            if isWarming { act(.warmed(error)) }
            isWarming = false
        }
    }

    // MARK: The end of a browser

    mutating func drain(_ reason: String, _ now: UInt64) {
        guard phase == .serving, !isDraining else { return }
        isDraining = true
        statistics.recycles += 1
        act(.notice(.recycled(reason: reason)))
    }

    private mutating func closeBrowser(_ now: UInt64) {
        phase = .closing(until: now &+ settings.closeDeadline.nanoseconds)
        tabs = [:]
        calls.forgetAll()
        send(ProtocolCommand("Browser.close"), for: .nothing, deadline: .max)
    }

    /// The browser is gone, or is killed now.
    mutating func destroyed(_ now: UInt64) {
        act(.destroy)
        forgetBrowser()
        phase = backoff.rest == 0 ? .absent : .resting(until: now &+ backoff.rest)
    }

    mutating func forgetBrowser() {
        tabs = [:]
        calls.forgetAll()
        isDraining = false
        statistics.memory = 0
        statistics.process = nil
    }
}
