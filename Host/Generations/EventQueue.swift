import HostThreads

/// What the control thread has to do next: events in order of arrival, and those whose time comes later.
final class EventQueue: @unchecked Sendable {  // all mutable state is guarded by `monitor`
    typealias Event = ReloadMachine.Event

    private let monitor = Monitor()
    private var events: [Event] = []
    private var timers: [(due: UInt64, event: Event)] = []
    private var requestWaits = false

    /// Adds an event. Requests coalesce: while one waits to be taken, more of them add nothing, so that a flood of
    /// signals makes at most one reload beside the one that is under way.
    func add(_ event: Event) {
        monitor.lock()
        defer { monitor.unlock() }
        if event == .requested {
            guard !requestWaits else { return }
            requestWaits = true
        }
        events.append(event)
        monitor.signal()
    }

    /// Adds an event for later.
    func add(_ event: Event, at due: UInt64) {
        monitor.locked {
            // One timer an event is enough: the earlier one stands.
            if timers.contains(where: { $0.event == event }) { return }
            timers.append((due, event))
            monitor.signal()
        }
    }

    /// The next event; waits for it.
    func next() -> Event {
        monitor.lock()
        defer { monitor.unlock() }
        while true {
            if !events.isEmpty {
                let event = events.removeFirst()
                if event == .requested { requestWaits = false }
                return event
            }
            let now = MonotonicClock.now()
            if let index = timers.firstIndex(where: { $0.due <= now }) { return timers.remove(at: index).event }
            guard let due = timers.map(\.due).min() else {
                monitor.wait()
                continue
            }
            _ = monitor.wait(until: due)
        }
    }
}
