import Fuzzing
import Testing

@testable import HostSchedule

@Suite struct CronTimesTests {
    private let zones = ZoneDatabase()

    private func times(_ text: String, _ zone: String, from start: String, _ count: Int) throws -> [String] {
        let cron = try CronExpression(text)
        let zone = try zones.zone(named: zone)
        var time = try unix(start) - 1
        var found: [String] = []
        while found.count < count, let next = cron.next(after: time, in: zone) {
            found.append(TimeText.local(next, offset: zone.offset(at: next)))
            time = next
        }
        return found
    }

    @Test("a time that spring leaves out comes once, at the first moment after the gap")
    func springForward() throws {
        #expect(
            try times("30 2 * * *", "America/New_York", from: "2026-03-07T12:00:00Z", 3) == [
                "2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00", "2026-03-10T02:30:00-04:00",
            ])
        #expect(
            try times("30 2 * * *", "Europe/Berlin", from: "2026-03-28T12:00:00Z", 2) == [
                "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00",
            ])
        #expect(
            try times("15 2 * * *", "Australia/Lord_Howe", from: "2026-10-03T12:00:00Z", 2) == [
                "2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00",
            ])
    }

    @Test("several times that spring leaves out come once together, also with a star among the minutes")
    func springForwardManyMinutes() throws {
        #expect(
            try times("*/20 2,3 * * *", "Europe/Berlin", from: "2026-03-28T12:00:00Z", 4) == [
                "2026-03-29T03:00:00+02:00", "2026-03-29T03:20:00+02:00", "2026-03-29T03:40:00+02:00",
                "2026-03-30T02:00:00+02:00",
            ])
    }

    @Test("a time that autumn has twice comes the first time only")
    func fallBack() throws {
        #expect(
            try times("30 1 * * *", "America/New_York", from: "2026-10-31T12:00:00Z", 2) == [
                "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00",
            ])
        #expect(
            try times("30 2 * * *", "Europe/Berlin", from: "2026-10-24T12:00:00Z", 2) == [
                "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00",
            ])
        #expect(
            try times("45 1 * * *", "Australia/Lord_Howe", from: "2026-04-04T00:00:00Z", 2) == [
                "2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30",
            ])
        // Started between the two: the second one is no first time.
        #expect(
            try times("30 2 * * *", "Europe/Berlin", from: "2026-10-25T00:45:00Z", 1) == ["2026-10-26T02:30:00+01:00"])
    }

    @Test("an hourly schedule keeps its rhythm through both changes")
    func hourly() throws {
        #expect(
            try times("30 * * * *", "Europe/Berlin", from: "2026-03-29T00:00:00Z", 3) == [
                "2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00", "2026-03-29T04:30:00+02:00",
            ])
        #expect(
            try times("30 * * * *", "Europe/Berlin", from: "2026-10-24T23:00:00Z", 4) == [
                "2026-10-25T01:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00",
                "2026-10-25T03:30:00+01:00",
            ])
        #expect(
            try times("*/30 * * * *", "America/New_York", from: "2026-11-01T05:00:00Z", 5) == [
                "2026-11-01T01:00:00-04:00", "2026-11-01T01:30:00-04:00", "2026-11-01T01:00:00-05:00",
                "2026-11-01T01:30:00-05:00", "2026-11-01T02:00:00-05:00",
            ])
    }

    @Test("29 February comes in leap years only, and 2100 is none")
    func leapDay() throws {
        #expect(
            try times("0 9 29 2 *", "Europe/Berlin", from: "2026-01-01T00:00:00Z", 2) == [
                "2028-02-29T09:00:00+01:00", "2032-02-29T09:00:00+01:00",
            ])
        #expect(try times("0 9 29 2 *", "UTC", from: "2096-03-01T00:00:00Z", 1) == ["2104-02-29T09:00:00+00:00"])
    }

    @Test("a 29 February that must be a Monday is found, 28 years on")
    func leapMonday() throws {
        // A step makes the field begin with a star, and then both days must fit.
        #expect(try times("0 0 29 2 */8", "UTC", from: "2026-01-01T00:00:00Z", 1) == ["2032-02-29T00:00:00+00:00"])
        #expect(try times("0 0 */28 2 mon", "UTC", from: "2024-03-01T00:00:00Z", 1) == ["2027-02-01T00:00:00+00:00"])
    }

    @Test("day of month or day of week is enough when both say something; a star asks for both")
    func dayRule() throws {
        #expect(
            try times("0 0 13 * fri", "UTC", from: "2026-02-01T00:00:00Z", 4) == [
                "2026-02-06T00:00:00+00:00", "2026-02-13T00:00:00+00:00", "2026-02-20T00:00:00+00:00",
                "2026-02-27T00:00:00+00:00",
            ])
        #expect(
            try times("0 0 13 * *", "UTC", from: "2026-02-01T00:00:00Z", 2) == [
                "2026-02-13T00:00:00+00:00", "2026-03-13T00:00:00+00:00",
            ])
        #expect(
            try times("0 0 */2 * sun", "UTC", from: "2026-02-01T00:00:00Z", 2) == [
                "2026-02-01T00:00:00+00:00", "2026-02-15T00:00:00+00:00",
            ])
    }

    @Test("a day that a zone left out is made up for at the first moment after it")
    func skippedDay() throws {
        // Samoa went from 29 to 31 December 2011.
        #expect(
            try times("0 12 * * *", "Pacific/Apia", from: "2011-12-29T00:00:00Z", 3) == [
                "2011-12-29T12:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31T12:00:00+14:00",
            ])
    }

    @Test("what comes rarely is found without going by minutes")
    func rareIsFast() throws {
        let cron = try CronExpression("0 0 29 2 */8")
        let zone = try zones.zone(named: "Europe/Berlin")
        let start = ContinuousClock.now
        var time: Int64 = 1_774_000_000
        for _ in 0..<20 { time = cron.next(after: time, in: zone) ?? time }
        // 20 leap days on Sundays are 560 years: 294 million minutes.
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(CivilTime(seconds: time).year > 2500)
    }

    /// Every minute of some days about a change, looked at one by one.
    @Test(
        "the search finds what looking at every minute finds",
        arguments: [
            ("America/New_York", "2026-03-07T00:00:00Z"), ("America/New_York", "2026-10-31T00:00:00Z"),
            ("Europe/Berlin", "2026-03-28T00:00:00Z"), ("Europe/Berlin", "2026-10-24T00:00:00Z"),
            ("Australia/Lord_Howe", "2026-04-04T00:00:00Z"), ("Australia/Lord_Howe", "2026-10-03T00:00:00Z"),
            ("Pacific/Apia", "2011-12-28T12:00:00Z"), ("America/New_York", "2060-03-13T00:00:00Z"),
        ])
    func agreesWithEveryMinute(name: String, start: String) throws {
        let zone = try zones.zone(named: name)
        let (from, minutes) = (try unix(start), Int64(3 * 1_440))
        var random = SeededRandom(UInt64(from))
        for _ in 0..<40 {
            let hour = ["*", "*/2", "1", "2", "1-3", "0,2,23"].randomElement(using: &random) ?? "*"
            let minute = ["*", "*/7", "0", "30", "15,45", "59"].randomElement(using: &random) ?? "*"
            let cron = try CronExpression("\(minute) \(hour) * * *")
            var expected: [Int64] = []
            var shown: Set<Int64> = []
            for time in stride(from: from, to: from + minutes * 60, by: 60) {
                let offset = zone.offset(at: time)
                if cron.followsRealTime {
                    if cron.fits(time + offset) { expected.append(time) }
                    continue
                }
                // What the clock has shown for the first time in this minute, and what it has gone past.
                let before = zone.offset(at: time - 60)
                let new =
                    offset > before
                    ? Array(stride(from: time + before, through: time + offset, by: 60)) : [time + offset]
                let first = new.filter { shown.insert($0).inserted }
                if first.contains(where: cron.fits) { expected.append(time) }
            }
            var found: [Int64] = []
            var time = from - 1
            while let next = cron.next(after: time, in: zone), next < from + minutes * 60 {
                found.append(next)
                time = next
            }
            #expect(found == expected, "\(minute) \(hour) in \(name)")
        }
    }
}

extension CronExpression {
    /// Whether a clock that shows `local` shows a minute of this.
    fileprivate func fits(_ local: Int64) -> Bool { firstMinute(from: local / 60) == local / 60 }
}
