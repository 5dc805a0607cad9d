import Fuzzing
import Testing

@testable import HostSchedule

@Suite struct CronParsingTests {
    private func values(_ values: CronValues) -> [Int] { (0..<64).filter { values.contains($0) } }

    @Test("numbers, lists, ranges and steps name their values")
    func fields() throws {
        let cron = try CronExpression("*/20 10-16/3,22 1,15 2-4 1-5")
        #expect(values(cron.minutes) == [0, 20, 40])
        #expect(values(cron.hours) == [10, 13, 16, 22])
        #expect(values(cron.days) == [1, 15])
        #expect(values(cron.months) == [2, 3, 4])
        #expect(values(cron.weekdays) == [1, 2, 3, 4, 5])
    }

    @Test("names stand for months and days of the week, in any case, and in ranges")
    func names() throws {
        let cron = try CronExpression("0 0 * JAN,mar-May Mon-fri")
        #expect(values(cron.months) == [1, 3, 4, 5])
        #expect(values(cron.weekdays) == [1, 2, 3, 4, 5])
    }

    @Test("7 is Sunday as 0 is, and a range may end with it", arguments: ["7", "0", "sun", "Sun"])
    func sunday(text: String) throws {
        #expect(try CronExpression("0 0 * * \(text)").weekdays.contains(0))
        #expect(values(try CronExpression("0 0 * * fri-\(text)").weekdays).filter { $0 < 7 } == [0, 5, 6])
    }

    @Test("each shorthand is the five fields that it stands for")
    func shorthands() throws {
        #expect(try CronExpression("@hourly") == CronExpression("0 * * * *"))
        #expect(try CronExpression("@Daily") == CronExpression("0 0 * * *"))
        #expect(try CronExpression("@weekly") == CronExpression("0 0 * * sun"))
        #expect(try CronExpression("@monthly") == CronExpression("0 0 1 * *"))
        #expect(try CronExpression("@yearly") == CronExpression("0 0 1 jan *"))
    }

    @Test("tabs and several blanks part fields")
    func blanks() throws {
        #expect(try CronExpression("  0\t3  * * *  ") == CronExpression("0 3 * * *"))
    }

    static let wrong: [(text: String, message: String, suggestion: String?)] = [
        ("60 * * * *", #"the minute field has "60"; allowed is 0 to 59"#, nil),
        ("* 24 * * *", #"the hour field has "24"; allowed is 0 to 23"#, nil),
        ("* * 0 * *", #"the day of month field has "0"; allowed is 1 to 31"#, nil),
        ("* * * 13 *", #"the month field has "13"; allowed is 1 to 12 or jan to dec"#, nil),
        ("* * * * 8", #"the day of week field has "8"; allowed is 0 to 7 or sun to sat"#, nil),
        (
            "* * * agu *", #"the month field has "agu"; allowed is 1 to 12 or jan to dec"#,
            #"did you mean "aug"?"#
        ),
        (
            "* * * * tues", #"the day of week field has "tues"; allowed is 0 to 7 or sun to sat"#,
            #"did you mean "tue"?"#
        ),
        (
            "0 3 * *",
            "a cron expression has 5 fields (minute, hour, day of month, month, day of week), and here are 4", nil
        ),
        (
            "0 0 3 * * *",
            "a cron expression has 5 fields (minute, hour, day of month, month, day of week), and here are 6",
            "seconds are no field of cron: use every, as in every: 30s"
        ),
        ("", "a cron expression has 5 fields (minute, hour, day of month, month, day of week), and here are 0", nil),
        ("1,,2 * * * *", #"the minute field has an empty place between its commas: "1,,2"; allowed is 0 to 59"#, nil),
        (
            "*/0 * * * *", #"the minute field has the step "0"; allowed is 0 to 59"#,
            "a step is a number of 1 or more, as in 0-59/5"
        ),
        (
            "5/15 * * * *", #"the minute field has a step after one value, "5/15"; allowed is 0 to 59"#,
            "write a range, as in 5-59/15, or */15"
        ),
        (
            "* 22-4 * * *", #"the hour field has a range that runs backwards, "22-4"; allowed is 0 to 23"#,
            "write two: 22-23,0-4"
        ),
        ("1- * * * *", "the minute field has a value missing; allowed is 0 to 59", nil),
        ("-1 * * * *", "the minute field has a value missing; allowed is 0 to 59", nil),
        ("+1 * * * *", #"the minute field has "+1"; allowed is 0 to 59"#, nil),
        ("99999999999999999999 * * * *", #"the minute field has "99999999999999999999"; allowed is 0 to 59"#, nil),
        ("@dayly", #""@dayly" is no schedule"#, #"did you mean "@daily"?"#),
        (
            "0 0 30 2 *", "no month of the expression has such a day: it never comes",
            "for the last day of a month, choose day 1 of the next"
        ),
        (
            "0 0 31 4,6,9,11 *", "no month of the expression has such a day: it never comes",
            "for the last day of a month, choose day 1 of the next"
        ),
    ]

    @Test("a mistake names its field, what was found and what is allowed", arguments: wrong)
    func mistakes(text: String, message: String, suggestion: String?) {
        #expect(throws: CronProblem(message: message, suggestion: suggestion)) { try CronExpression(text) }
    }

    @Test("29 February comes, and so does 30 February or Monday")
    func rareButPossible() throws {
        _ = try CronExpression("0 0 29 2 *")
        _ = try CronExpression("0 0 30 2 mon")
    }

    @Test("mutated expressions end in a problem or in times, never in a crash")
    func mutated() {
        var random = SeededRandom(11)
        let seeds = ["*/5 10-30/5 1,15 jan-dec mon-fri", "@weekly", "0 0 29 2 7", "59 23 31 12 0-7"].map {
            Array($0.utf8)
        }
        var good = 0
        for round in 0..<FuzzRounds.count(5_000) {
            let text = String(decoding: seeds[round % seeds.count].mutated(&random), as: UTF8.self)
            guard let cron = try? CronExpression(text) else { continue }
            good += 1
            let next = cron.next(after: 1_774_000_000, in: .utc)
            #expect(next ?? 0 > 1_774_000_000, "\(text) is accepted and never comes")
        }
        #expect(good > 20, "mutations must reach both outcomes")
    }
}
