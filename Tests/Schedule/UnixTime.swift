@testable import HostSchedule

struct NoTime: Error {}

/// Seconds since 1970-01-01 UTC of `2026-03-29T01:00:00Z`.
func unix(_ text: String) throws -> Int64 {
    let numbers = text.split { !"0123456789".contains($0) }.compactMap { Int($0) }
    guard numbers.count == 6, text.hasSuffix("Z") else { throw NoTime() }
    let day = CivilTime.day(year: numbers[0], month: numbers[1], day: numbers[2])
    return day * 86_400 + Int64(numbers[3] * 3_600 + numbers[4] * 60 + numbers[5])
}
