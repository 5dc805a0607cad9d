import HostConfiguration
import HostDatabase
import HostDispatch
import Testing

@testable import HostSchedule

@Suite struct ScheduleSourceTests {
    private let queue = KeepingQueue()
    private let memory = KeptMemory()

    private func host(at time: String, _ schedules: ScheduleBinding...) throws -> ScheduleHost {
        try ScheduleHost(at: time, queue: queue, memory: memory, schedules)
    }

    @Test("a due time makes one job, with its time in id and header, in the schedule's own queue")
    func oneJob() throws {
        var binding = ScheduleBinding.cron("0 3 * * *", zone: "Europe/Berlin")
        binding.input = Array(#"{"deep":true}"#.utf8)
        let host = try host(at: "2026-03-27T12:00:00Z", binding)
        defer { host.stop() }
        try host.advance(to: "2026-03-28T01:59:59Z")
        #expect(queue.jobs.isEmpty)
        try host.advance(to: "2026-03-28T02:00:00Z")
        let job = try #require(queue.jobs.first)
        #expect(queue.jobs.count == 1)
        #expect(job.id == "press/n@2026-03-28T02:00:00Z")
        #expect(job.queue == "schedule:press/n")
        #expect(job.payload == Array(#"{"deep":true}"#.utf8))
        #expect(job.header("x-scheduled-for") == "2026-03-28T02:00:00Z")
        #expect(job.header("content-type") == "application/json")
        #expect(job.header("x-missed-count") == nil)
        #expect(host.source.hindrance == nil)
    }

    @Test(
        "a night's job comes once on each day of a week with a change of the clock",
        arguments: [
            ("Europe/Berlin", "2026-03-26T12:00:00Z"), ("Europe/Berlin", "2026-10-22T12:00:00Z"),
            ("America/New_York", "2026-03-05T12:00:00Z"), ("America/New_York", "2026-10-29T12:00:00Z"),
            ("Australia/Lord_Howe", "2026-04-02T12:00:00Z"), ("Australia/Lord_Howe", "2026-10-01T12:00:00Z"),
        ])
    func nightly(zone: String, start: String) throws {
        let from = try unix(start)
        for text in ["30 2 * * *", "30 1 * * *", "15 2 * * *"] {
            let queue = KeepingQueue()
            let host = try ScheduleHost(at: start, queue: queue, memory: KeptMemory(), [.cron(text, zone: zone)])
            defer { host.stop() }
            let rules = try ZoneDatabase().zone(named: zone)
            // From noon to noon, by the clock on the wall.
            let noon = CivilTime(seconds: from + rules.offset(at: from))
            let day = CivilTime.day(year: noon.year, month: noon.month, day: noon.day)
            host.clock.advance(to: rules.firstMoment(showing: day * 86_400 + 43_200 + 86_400))
            let first = queue.jobs.count
            for count in 1...6 {
                host.clock.advance(to: rules.firstMoment(showing: (day + 1 + Int64(count)) * 86_400 + 43_200))
                #expect(queue.jobs.count == first + count, "\(text), day \(count)")
            }
        }
    }

    @Test("an interval is counted from 1970, so that all hosts agree")
    func interval() throws {
        let host = try host(
            at: "2026-03-27T12:00:07Z", ScheduleBinding(name: "press/n", trigger: .interval(.seconds(15))))
        defer { host.stop() }
        try host.advance(to: "2026-03-27T12:00:45Z")
        #expect(
            queue.ids == [
                "press/n@2026-03-27T12:00:15Z", "press/n@2026-03-27T12:00:30Z", "press/n@2026-03-27T12:00:45Z",
            ])
    }

    @Test("jitter delays a job by the same time on every host, within its bound, and leaves its id alone")
    func jitter() throws {
        let binding = ScheduleBinding.cron("0 * * * *", jitter: .seconds(600))
        let delays = (0..<200).map {
            ScheduleJitter.delay(of: binding.name, at: 1_774_000_800 + Int64($0) * 3_600, most: 600)
        }
        #expect(delays.allSatisfy { (0...600).contains($0) })
        #expect(Set(delays).count > 100 && delays.contains { $0 < 100 } && delays.contains { $0 > 500 })
        let time = try unix("2026-03-27T13:00:00Z")
        let delay = ScheduleJitter.delay(of: binding.name, at: time, most: 600)
        #expect(delay > 0)
        let host = try host(at: "2026-03-27T12:59:00Z", binding)
        defer { host.stop() }
        host.clock.advance(to: time + delay - 1)
        #expect(queue.jobs.isEmpty)
        host.clock.advance(to: time + delay)
        #expect(queue.ids == ["press/n@2026-03-27T13:00:00Z"])
    }

    @Test("two hosts on one store make one job of each time, however they alternate")
    func fleet() throws {
        let binding = ScheduleBinding.cron("*/5 * * * *", jitter: .seconds(20))
        let first = try host(at: "2026-03-29T00:00:00Z", binding)
        let second = try host(at: "2026-03-29T00:00:00Z", binding)
        defer {
            first.stop()
            second.stop()
        }
        var time = try unix("2026-03-29T00:00:00Z")
        for step in 0..<300 {
            time += Int64(7 + step % 50)
            let hosts = step.isMultiple(of: 2) ? [first, second] : [second, first]
            for host in hosts { host.clock.advance(to: time) }
        }
        let expected = (time - (try unix("2026-03-29T00:00:00Z"))) / 300
        #expect(abs(Int64(queue.jobs.count) - expected) <= 1)
        #expect(Set(queue.ids).count == queue.jobs.count)
        #expect(queue.duplicates >= queue.jobs.count - 1, "both hosts put each job")
    }

    @Test("a time whose job cannot be put is tried until the queue has it, and those after it follow")
    func refused() throws {
        let host = try host(at: "2026-03-27T12:00:30Z", .cron("* * * * *"))
        defer { host.stop() }
        queue.refuse(.failed(JobError(code: "store.full", message: "the disk is full")))
        try host.advance(to: "2026-03-27T12:10:30Z")
        #expect(queue.jobs.isEmpty && queue.refusals > 10)
        #expect(host.source.hindrance == "schedule press/n cannot make its job: the disk is full (store.full)")
        #expect(memory.kept["press/n"]?.handled == (try unix("2026-03-27T12:00:30Z")))
        queue.refuse(nil)
        try host.advance(to: "2026-03-27T12:11:15Z")
        #expect(queue.ids == (1...11).map { "press/n@2026-03-27T12:\($0 < 10 ? "0" : "")\($0):00Z" })
        #expect(host.source.hindrance == nil)
        #expect(memory.kept["press/n"]?.handled == (try unix("2026-03-27T12:11:00Z")))
    }

    @Test("a full queue and an unknown one are said and waited for")
    func fullQueue() throws {
        let host = try host(at: "2026-03-27T12:00:30Z", .cron("* * * * *"))
        defer { host.stop() }
        queue.refuse(.full(limit: 7))
        try host.advance(to: "2026-03-27T12:01:10Z")
        #expect(host.source.hindrance?.hasSuffix("its queue has 7 jobs, as many as it may have") == true)
        queue.refuse(.unknownQueue)
        try host.advance(to: "2026-03-27T12:02:10Z")
        #expect(host.source.hindrance?.hasSuffix("nothing is bound to its queue") == true)
    }

    @Test("a memory that fails is said, keeps no job back, and is written when it can be")
    func failingMemory() throws {
        let host = try host(at: "2026-03-27T12:00:30Z", .cron("* * * * *"))
        defer { host.stop() }
        memory.fail(DatabaseFailure(code: "store.full", message: "the disk is full"))
        try host.advance(to: "2026-03-27T12:02:30Z")
        #expect(queue.jobs.count == 2)
        #expect(host.source.hindrance == "schedules cannot be remembered: the disk is full")
        memory.fail(nil)
        try host.advance(to: "2026-03-27T12:02:40Z")
        #expect(host.source.hindrance == nil)
        #expect(memory.kept["press/n"]?.handled == (try unix("2026-03-27T12:02:00Z")))
    }

    @Test("nothing is made before it is known how far a schedule had come")
    func memoryAwayAtStart() throws {
        try memory.save("press/n", remembered("* * * * * UTC", "2026-03-27T11:59:30Z"))
        memory.fail(DatabaseFailure(code: "store.unreachable", message: "the disk is away"))
        let host = try host(at: "2026-03-27T12:00:10Z", .cron("* * * * *"))
        defer { host.stop() }
        #expect(queue.jobs.isEmpty && host.source.hindrance == "schedules cannot be remembered: the disk is away")
        memory.fail(nil)
        try host.advance(to: "2026-03-27T12:00:20Z")
        #expect(queue.ids == ["press/n@2026-03-27T12:00:00Z"])
    }

    @Test("a host that stopped after the job and before its memory makes it again under the same id")
    func crashBetween() throws {
        let first = try host(at: "2026-03-27T11:59:30Z", .cron("0 12 * * *", missed: .all))
        memory.fail(DatabaseFailure(code: "store.full", message: "the disk is full"))
        try first.advance(to: "2026-03-27T12:00:00Z")
        first.stop()
        memory.fail(nil)
        let second = try host(at: "2026-03-27T12:00:20Z", .cron("0 12 * * *", missed: .all))
        defer { second.stop() }
        #expect(queue.ids == ["press/n@2026-03-27T12:00:00Z"] && queue.duplicates == 1)
    }

    @Test("stopping waits for the job that is on its way")
    func stopWaits() throws {
        let host = try host(at: "2026-03-27T12:00:30Z", .cron("* * * * *"))
        queue.hold()
        try host.advance(to: "2026-03-27T12:01:00Z")
        host.source.pause()
        host.clock.rest()
        queue.letGo()
        host.stop()
        #expect(memory.kept["press/n"]?.handled == (try unix("2026-03-27T12:01:00Z")))
    }

    @Test("a paused host makes no job, and the next one catches up")
    func paused() throws {
        let first = try host(at: "2026-03-27T12:00:30Z", .cron("* * * * *"))
        first.source.pause()
        try first.advance(to: "2026-03-27T12:01:10Z")
        first.stop()
        #expect(queue.jobs.isEmpty)
        let second = try host(at: "2026-03-27T12:01:20Z", .cron("* * * * *"))
        defer { second.stop() }
        #expect(queue.ids == ["press/n@2026-03-27T12:01:00Z"])
    }

    private func remembered(_ trigger: String, _ time: String) throws -> RememberedSchedule {
        RememberedSchedule(trigger: trigger, handled: try unix(time))
    }
}
