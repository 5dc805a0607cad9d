import Glibc
import HostConfiguration
import HostDatabase
import Logging
import Testing

@testable import HostSchedule

@Suite struct ScheduleTableTests {
    @Test("what is remembered outlives the database's closing; what is forgotten is gone")
    func remembers() throws {
        var name = Array("/tmp/proctor-schedule-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&name).map { String(cString: $0) })
        defer {
            for file in ["t.db", "t.db-wal", "t.db-shm"] { unlink("\(folder)/\(file)") }
            rmdir(folder)
        }
        func open() throws -> HostDatabase.Database {
            try Database(
                path: folder + "/t.db", synchronous: false, schemas: [ScheduleTable.schema],
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
        var database = try open()
        let table = ScheduleTable(database)
        try table.save("a/x", RememberedSchedule(trigger: "0 3 * * * UTC", handled: 5))
        try table.save("a/y", RememberedSchedule(trigger: "every 60s", handled: 6))
        try table.save("a/x", RememberedSchedule(trigger: "0 4 * * * UTC", handled: 7))
        try table.forget("a/y")
        database.close()
        database = try open()
        #expect(try ScheduleTable(database).load() == ["a/x": RememberedSchedule(trigger: "0 4 * * * UTC", handled: 7)])
        database.close()
    }
}

@Suite struct ScheduleCheckTests {
    @Test("a good schedule has no problem and says when it is due next")
    func good() {
        let binding = ScheduleBinding.cron("30 2 * * *", zone: "Europe/Berlin")
        #expect(ScheduleCheck.problem(of: binding) == nil)
        let times = ScheduleCheck.nextTimes(of: binding, count: 3, after: 1_774_645_200)
        #expect(
            times.map(\.local) == [
                "2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00",
            ])
        #expect(times.first?.unix == 1_774_661_400)
    }

    @Test("a wrong expression, zone or interval is a problem with its code")
    func wrong() {
        let code = { ScheduleCheck.problem(of: $0)?.code }
        #expect(code(.cron("0 0 31 2 *")) == "schedule.bad_cron")
        #expect(code(.cron("0 0 * * *", zone: "Europe/Brelin")) == "schedule.bad_zone")
        for interval: Duration in [.zero, .seconds(-5), .milliseconds(1_500), .seconds(400 * 86_400)] {
            #expect(code(ScheduleBinding(name: "a/b", trigger: .interval(interval))) == "schedule.bad_interval")
        }
        #expect(ScheduleCheck.nextTimes(of: .cron("0 0 31 2 *"), count: 3, after: 0).isEmpty)
    }
}
