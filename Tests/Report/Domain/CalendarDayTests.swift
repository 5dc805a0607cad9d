import Testing

@testable import Report

@Suite struct CalendarDayTests {
    @Test("a time is the day on which it is")
    func days() {
        let days: [(Int64, String)] = [
            (0, "1970-01-01"), (-1, "1969-12-31"), (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"),
            (4_107_542_400, "2100-03-01"), (4_107_542_399, "2100-02-28"), (1_795_186_800, "2026-11-20"),
        ]
        for (seconds, text) in days { #expect(CalendarDay(seconds: seconds).text == text) }
    }

    @Test("a text that begins with a day is one")
    func texts() {
        #expect(CalendarDay.text(of: "2026-11-14T10:00:00.123Z") == "2026-11-14")
        #expect(CalendarDay.text(of: "2026-11-14 10:00") == "2026-11-14")
        #expect(CalendarDay.text(of: "2026-11-14") == "2026-11-14")
        for text in ["", "2026", "14.11.2026", "2026-11-1x", "20261114T", "2026-11-143"] {
            #expect(CalendarDay.text(of: text) == nil, "\(text)")
        }
        #expect(CalendarDay.text(of: nil) == nil)
    }
}
