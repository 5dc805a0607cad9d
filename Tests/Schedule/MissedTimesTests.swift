import HostConfiguration
import Testing

@testable import HostSchedule

@Suite struct MissedTimesTests {
    private let queue = KeepingQueue()
    private let memory = KeptMemory()

    private func host(at time: String, _ schedules: ScheduleBinding...) throws -> ScheduleHost {
        try ScheduleHost(at: time, queue: queue, memory: memory, schedules)
    }

    /// A host that has seen the schedule and ended at `end`; the jobs that it made are not counted.
    private func hostThatEnded(at end: String, _ binding: ScheduleBinding) throws {
        let host = try host(at: end, binding)
        host.stop()
        #expect(queue.jobs.isEmpty)
    }

    @Test("a new schedule starts from now")
    func new() throws {
        for missed in ScheduleBinding.Missed.allCases {
            let host = try host(at: "2026-03-27T12:30:00Z", .cron("0 * * * *", missed: missed, name: "press/\(missed)"))
            host.stop()
        }
        #expect(queue.jobs.isEmpty)
    }

    @Test("skip: what passed without a host makes no job, and the next time does")
    func skip() throws {
        let binding = ScheduleBinding.cron("0 * * * *", missed: .skip)
        try hostThatEnded(at: "2026-03-27T12:30:00Z", binding)
        let host = try host(at: "2026-03-28T09:30:00Z", binding)
        defer { host.stop() }
        #expect(queue.jobs.isEmpty)
        try host.advance(to: "2026-03-28T10:00:00Z")
        #expect(queue.ids == ["press/n@2026-03-28T10:00:00Z"])
    }

    @Test("once: one job for all that passed, of the last of them, with their number")
    func once() throws {
        let binding = ScheduleBinding.cron("0 * * * *", missed: .once)
        try hostThatEnded(at: "2026-03-27T12:30:00Z", binding)
        let host = try host(at: "2026-03-28T09:30:00Z", binding)
        defer { host.stop() }
        #expect(queue.ids == ["press/n@2026-03-28T09:00:00Z"])
        #expect(queue.jobs.first?.header("x-missed-count") == "21")
        try host.advance(to: "2026-03-28T10:00:00Z")
        #expect(queue.ids.last == "press/n@2026-03-28T10:00:00Z" && queue.jobs.count == 2)
        #expect(queue.jobs.last?.header("x-missed-count") == nil)
    }

    @Test("all: one job for each, in order")
    func all() throws {
        let binding = ScheduleBinding.cron("0 * * * *", missed: .all)
        try hostThatEnded(at: "2026-03-27T12:30:00Z", binding)
        let host = try host(at: "2026-03-27T16:30:00Z", binding)
        defer { host.stop() }
        #expect(queue.ids == ["13", "14", "15", "16"].map { "press/n@2026-03-27T\($0):00:00Z" })
    }

    @Test("all: the latest 100 at most")
    func allIsBounded() throws {
        let binding = ScheduleBinding.cron("* * * * *", missed: .all)
        try hostThatEnded(at: "2026-03-20T12:00:30Z", binding)
        let host = try host(at: "2026-03-27T12:10:30Z", binding)
        defer { host.stop() }
        #expect(queue.jobs.count == 101, "100 that were missed and one within the tolerance")
        #expect(queue.ids.first == "press/n@2026-03-27T10:30:00Z")
        #expect(queue.ids.last == "press/n@2026-03-27T12:10:00Z")
    }

    @Test("a short restart misses nothing, whatever the policy", arguments: ScheduleBinding.Missed.allCases)
    func restart(missed: ScheduleBinding.Missed) throws {
        let binding = ScheduleBinding.cron("0 13 * * *", missed: missed)
        try hostThatEnded(at: "2026-03-27T12:59:58Z", binding)
        let host = try host(at: "2026-03-27T13:00:50Z", binding)
        defer { host.stop() }
        #expect(queue.ids == ["press/n@2026-03-27T13:00:00Z"])
        #expect(queue.jobs.first?.header("x-missed-count") == nil)
    }

    @Test("a clock put forward misses what it went past, by the schedule's policy")
    func forward() throws {
        let host = try host(
            at: "2026-03-27T12:30:00Z", .cron("0 * * * *", missed: .skip, name: "press/skip"),
            .cron("0 * * * *", missed: .once, name: "press/once"), .cron("0 * * * *", missed: .all, name: "press/all"))
        defer { host.stop() }
        try host.jump(to: "2026-03-27T15:30:00Z")
        #expect(
            queue.ids.sorted() == [
                "press/all@2026-03-27T13:00:00Z", "press/all@2026-03-27T14:00:00Z", "press/all@2026-03-27T15:00:00Z",
                "press/once@2026-03-27T15:00:00Z",
            ])
    }

    @Test("a clock put back fires no time twice, and new times at once when they come")
    func backward() throws {
        let host = try host(at: "2026-03-27T12:30:00Z", .cron("0 * * * *", missed: .all))
        defer { host.stop() }
        try host.advance(to: "2026-03-27T15:10:00Z")
        try host.jump(to: "2026-03-27T13:50:00Z")
        try host.advance(to: "2026-03-27T16:10:00Z")
        #expect(queue.ids == ["13", "14", "15", "16"].map { "press/n@2026-03-27T\($0):00:00Z" })
    }

    @Test("a clock that was years ahead for a while does not silence a schedule")
    func farAhead() throws {
        let host = try host(at: "2026-03-27T12:30:00Z", .cron("0 * * * *", missed: .skip))
        defer { host.stop() }
        try host.jump(to: "2031-03-27T12:30:00Z")
        try host.jump(to: "2026-03-27T12:40:00Z")
        try host.advance(to: "2026-03-27T13:00:00Z")
        #expect(queue.ids == ["press/n@2026-03-27T13:00:00Z"])
    }

    @Test("a host that slept finds that another did the work")
    func sleptInFleet() throws {
        let binding = ScheduleBinding.cron("0 * * * *", missed: .once)
        let (sleeper, other) = (
            try host(at: "2026-03-27T12:30:00Z", binding), try host(at: "2026-03-27T12:30:00Z", binding)
        )
        defer {
            sleeper.stop()
            other.stop()
        }
        try other.advance(to: "2026-03-27T18:30:00Z")
        try sleeper.jump(to: "2026-03-27T18:30:00Z")
        #expect(queue.jobs.count == 6 && queue.jobs.allSatisfy { $0.header("x-missed-count") == nil })
        #expect(queue.duplicates == 0, "the sleeper asks the memory that they share, not the queue")
    }

    @Test("a schedule whose times changed starts from now")
    func changedTrigger() throws {
        try hostThatEnded(at: "2026-03-27T12:30:00Z", .cron("0 * * * *", missed: .all))
        let host = try host(at: "2026-03-27T15:30:30Z", .cron("*/30 * * * *", missed: .all))
        defer { host.stop() }
        #expect(queue.jobs.isEmpty)
        try host.advance(to: "2026-03-27T16:00:00Z")
        #expect(queue.ids == ["press/n@2026-03-27T16:00:00Z"])
    }

    @Test("a reload adds, keeps, changes and removes schedules without losing a time")
    func reload() throws {
        let host = try host(
            at: "2026-03-27T12:00:30Z", .cron("* * * * *", name: "press/kept"), .cron("* * * * *", name: "press/gone"),
            .cron("* * * * *", name: "press/other"))
        defer { host.stop() }
        queue.hold()
        try host.advance(to: "2026-03-27T12:01:30Z")
        // The first job of each is on its way while the routing changes.
        host.route([
            .cron("* * * * *", missed: .all, name: "press/kept"), .cron("*/2 * * * *", name: "press/other"),
            .cron("* * * * *", name: "press/new"),
        ])
        queue.letGo()
        host.clock.rest()
        try host.advance(to: "2026-03-27T12:04:30Z")
        func minutes(_ name: String) -> [String] {
            queue.ids.filter { $0.hasPrefix("press/\(name)@") }.map { String($0.dropLast(4).suffix(2)) }
        }
        #expect(minutes("kept") == ["01", "02", "03", "04"])
        #expect(minutes("gone") == ["01"])
        #expect(minutes("other") == ["01", "02", "04"])
        #expect(minutes("new") == ["02", "03", "04"])
        #expect(memory.kept.keys.sorted() == ["press/kept", "press/new", "press/other"])
    }

    @Test("the empty routing of a host that ends removes nothing")
    func ending() throws {
        let host = try host(at: "2026-03-27T12:00:30Z", .cron("* * * * *"))
        host.source.routingChanged(ScheduleHost.routing([], isEnding: true))
        host.clock.rest()
        host.stop()
        #expect(memory.kept.keys.sorted() == ["press/n"])
    }
}
