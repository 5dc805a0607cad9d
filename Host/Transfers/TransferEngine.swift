import CCurl
import Glibc
import HostThreads

/// Drives libcurl's transfers on the thread that calls ``run()``: with epoll, so that what waits costs nothing. Used by
/// that thread alone.
final class TransferEngine {
    /// Handles that are kept for the next requests.
    private static let spareLimit = 64
    /// Once in a process, whoever comes first.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let inbox: LoopInbox
    private let multi: UnsafeMutableRawPointer
    private let readiness: Int32
    private var running: [UInt64: RunningTransfer] = [:]
    private var spare: [EasyHandle] = []
    private var calls: [UInt64: @Sendable () -> Void] = [:]
    /// Of transfers and calls, by their ids.
    private var deadlines = DeadlineQueue<UInt64>()
    /// When libcurl wants to be called.
    private var curlDeadline: UInt64?

    init?(inbox: LoopInbox, connections: Int) {
        guard Self.isReady, inbox.wakeUp >= 0, let multi = curl_multi_init() else { return nil }
        self.inbox = inbox
        self.multi = multi
        readiness = epoll_create1(Int32(EPOLL_CLOEXEC))
        var wakeUp = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: inbox.wakeUp))
        guard readiness >= 0, epoll_ctl(readiness, EPOLL_CTL_ADD, inbox.wakeUp, &wakeUp) == 0 else { return nil }
        let context = Unmanaged.passUnretained(self).toOpaque()
        proctor_curl_multi_watch(multi, engineWatches, engineSetsTimer, context, connections)
    }

    deinit {
        spare = []
        proctor_curl_multi_watch(multi, nil, nil, nil, 0)
        curl_multi_cleanup(multi)
        if readiness >= 0 { close(readiness) }
    }

    /// Returns when the inbox is stopped.
    func run() {
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        while true {
            let (commands, isStopped) = inbox.take()
            for command in commands { perform(command) }
            if isStopped { return end() }
            fireDeadlines()
            if let due = curlDeadline, due <= MonotonicClock.now() {
                curlDeadline = nil
                act(on: CURL_SOCKET_TIMEOUT, 0)
            }
            reportEnded()
            let timeout = inbox.sleeps() ? milliseconds(until: min(curlDeadline ?? .max, deadlines.next ?? .max)) : 0
            let count = epoll_wait(readiness, &events, Int32(events.count), timeout)
            for event in events.prefix(Int(max(0, count))) { handle(event) }
            reportEnded()
        }
    }

    // MARK: Commands

    private func perform(_ command: LoopCommand) {
        switch command {
        case .begin(let id, let request, let sink): begin(id, request, sink)
        case .cancel(let id):
            if let transfer = running[id] { finish(transfer, .failure(.cancelled)) }
            if calls.removeValue(forKey: id) != nil { deadlines.remove(id) }
        case .resume(let id): running[id]?.resume()
        case .call(let id, let time, let body):
            calls[id] = body
            deadlines.set(id, time)
        case .run(let body): body()
        }
    }

    private func begin(_ id: UInt64, _ request: TransferRequest, _ sink: TransferSink) {
        guard let place = RequestCheck.place(of: request) else { return sink.end(.failure(RequestCheck.failure)) }
        guard let easy = spare.popLast() ?? EasyHandle() else { return sink.end(.failure(.noMemory(place))) }
        let transfer = RunningTransfer(
            id: id, request: request, place: place, sink: sink, easy: easy, engine: self)
        guard transfer.prepare(), curl_multi_add_handle(multi, easy.raw) == CURLM_OK else {
            return sink.end(.failure(.noMemory(place)))
        }
        running[id] = transfer
        deadlineMoved(of: transfer)
    }

    func deadlineMoved(of transfer: RunningTransfer) { deadlines.set(transfer.id, transfer.times.deadline) }

    private func end() {
        for transfer in running.values { finish(transfer, .failure(.stopped)) }
        let calls = calls.sorted { $0.key < $1.key }
        for (_, call) in calls { call() }
    }

    // MARK: Ends

    private func fireDeadlines() {
        let now = MonotonicClock.now()
        while let id = deadlines.take(now: now) {
            if let call = calls.removeValue(forKey: id) { call() }
            guard let transfer = running[id] else { continue }
            switch transfer.times.check(now: now) {
            case .again(let time): deadlines.set(id, time)
            case .failed(let reason):
                finish(transfer, .failure(.timeout(reason, transfer.request, place: transfer.place)))
            }
        }
    }

    private func reportEnded() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let context = proctor_curl_context(easy)
            else { continue }
            let code = message.pointee.data.result
            let transfer = Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue()
            finish(transfer, result(of: transfer, code))
        }
    }

    private func result(of transfer: RunningTransfer, _ code: CURLcode) -> Result<TransferResponse, TransferFailure> {
        if let failure = transfer.failure { return .failure(failure) }
        guard code != CURLE_OK else { return transfer.response() }
        return .failure(
            CurlFailure.failure(
                code, text: transfer.easy.failureText, wasSent: transfer.wasSent, place: transfer.place))
    }

    private func finish(_ transfer: RunningTransfer, _ result: Result<TransferResponse, TransferFailure>) {
        curl_multi_remove_handle(multi, transfer.easy.raw)
        deadlines.remove(transfer.id)
        running[transfer.id] = nil
        if spare.count < Self.spareLimit {
            transfer.easy.reset()
            spare.append(transfer.easy)
        }
        transfer.sink.end(result)
    }

    // MARK: Readiness

    private func handle(_ event: epoll_event) {
        guard event.data.fd != inbox.wakeUp else { return inbox.wokeUp() }
        var flags: Int32 = 0
        if event.events & EPOLLIN.rawValue != 0 { flags |= CURL_CSELECT_IN }
        if event.events & EPOLLOUT.rawValue != 0 { flags |= CURL_CSELECT_OUT }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { flags |= CURL_CSELECT_ERR }
        act(on: event.data.fd, flags)
    }

    private func act(on socket: curl_socket_t, _ flags: Int32) {
        var count: Int32 = 0
        curl_multi_socket_action(multi, socket, flags, &count)
    }

    fileprivate func watch(_ socket: curl_socket_t, _ what: Int32) {
        guard what != CURL_POLL_REMOVE else {
            epoll_ctl(readiness, EPOLL_CTL_DEL, socket, nil)
            return
        }
        var event = epoll_event(events: 0, data: epoll_data_t(fd: socket))
        if what & CURL_POLL_IN != 0 { event.events |= EPOLLIN.rawValue }
        if what & CURL_POLL_OUT != 0 { event.events |= EPOLLOUT.rawValue }
        // libcurl does not say whether it has named this socket before.
        if epoll_ctl(readiness, EPOLL_CTL_MOD, socket, &event) != 0 {
            epoll_ctl(readiness, EPOLL_CTL_ADD, socket, &event)
        }
    }

    fileprivate func setTimer(_ milliseconds: Int) {
        curlDeadline = milliseconds < 0 ? nil : MonotonicClock.now() &+ UInt64(milliseconds) &* 1_000_000
    }

    /// Rounded up; a minute at most.
    private func milliseconds(until deadline: UInt64) -> Int32 {
        let now = MonotonicClock.now()
        guard deadline > now else { return 0 }
        return Int32(min((deadline - now - 1) / 1_000_000 + 1, 60_000))
    }
}

// Nonisolated functions: closures could take an actor along, on which libcurl's callbacks do not run.

private func engineWatches(
    easy: UnsafeMutableRawPointer?, socket: curl_socket_t, what: Int32, context: UnsafeMutableRawPointer?,
    own: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context else { return 0 }
    Unmanaged<TransferEngine>.fromOpaque(context).takeUnretainedValue().watch(socket, what)
    return 0
}

private func engineSetsTimer(
    multi: UnsafeMutableRawPointer?, milliseconds: Int, context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let context else { return 0 }
    Unmanaged<TransferEngine>.fromOpaque(context).takeUnretainedValue().setTimer(milliseconds)
    return 0
}
