import Fuzzing
import Glibc
import Testing

@testable import HostSchedule

@Suite struct TimeZoneTests {
    private let zones = ZoneDatabase()

    @Test(
        "zones agree with zoneinfo, in the past, now, and centuries ahead", arguments: ZoneGoldens.zones.keys.sorted())
    func goldens(name: String) throws {
        let zone = try zones.zone(named: name)
        let golden = try #require(ZoneGoldens.zones[name])
        for (time, offset) in golden.steady + golden.changes {
            #expect(zone.offset(at: time) == offset, "at \(time)")
        }
        for (time, offset) in golden.changes {
            #expect(zone.offset(at: time - 1) != offset, "before \(time)")
            #expect(zone.nextChange(after: time - 1) == time)
        }
    }

    @Test("UTC needs no database")
    func utc() throws {
        let zone = try ZoneDatabase(folder: "/nowhere").zone(named: "UTC")
        #expect(zone.offset(at: 1_774_000_000) == 0 && zone.nextChange(after: 0) == nil)
    }

    static let wrongNames: [(name: String, message: String, suggestion: String)] = [
        (
            "Europe/Brelin", #"there is no time zone "Europe/Brelin""#, #"did you mean "Europe/Berlin"?"#
        ),
        ("Seoul", #"there is no time zone "Seoul""#, #"did you mean "Asia/Seoul"?"#),
        ("europe/berlin", #"there is no time zone "europe/berlin""#, #"did you mean "Europe/Berlin"?"#),
        (
            "Atlantis/Capital", #"there is no time zone "Atlantis/Capital""#,
            "write for example Europe/Berlin; timedatectl list-timezones lists all"
        ),
        (
            "Europe", #"there is no time zone "Europe""#,
            "write for example Europe/Berlin; timedatectl list-timezones lists all"
        ),
        (
            "../../../etc/passwd", #""../../../etc/passwd" cannot be the name of a time zone"#,
            "write for example Europe/Berlin"
        ),
        ("/etc/localtime", #""/etc/localtime" cannot be the name of a time zone"#, "write for example Europe/Berlin"),
        ("Europe/../Europe/Berlin", #"cannot be the name of a time zone"#, "write for example Europe/Berlin"),
        ("Europe//Berlin", #"cannot be the name of a time zone"#, "write for example Europe/Berlin"),
        ("", #""" cannot be the name of a time zone"#, "write for example Europe/Berlin"),
        ("Europe/Berlin\n", #"cannot be the name of a time zone"#, "write for example Europe/Berlin"),
        ("right/Europe/Berlin", "it counts leap seconds", "write for example Europe/Berlin"),
    ]

    @Test("a name that is none is refused, with the nearest that is one", arguments: wrongNames)
    func wrongName(name: String, message: String, suggestion: String) {
        do throws(ZoneProblem) {
            _ = try zones.zone(named: name)
            Issue.record("\(name) was taken for a zone")
        } catch {
            #expect(error.message.contains(message))
            #expect(error.suggestion?.contains(suggestion) == true, "\(error.suggestion ?? "none")")
        }
    }

    @Test("a machine without the database says which package has it")
    func noDatabase() {
        #expect(
            throws: ZoneProblem(
                message: "there is no time zone database in /nowhere",
                suggestion: "install the package tzdata, or use UTC")
        ) { try ZoneDatabase(folder: "/nowhere").zone(named: "Asia/Seoul") }
    }

    static let rules: [(text: String, year: Int, changes: [String])] = [
        ("CET-1CEST,M3.5.0,M10.5.0/3", 2040, ["2040-03-25T01:00:00Z +7200", "2040-10-28T01:00:00Z +3600"]),
        ("EST5EDT,M3.2.0,M11.1.0", 2040, ["2040-03-11T07:00:00Z -14400", "2040-11-04T06:00:00Z -18000"]),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 2040, ["2040-03-25T01:00:00Z +3600", "2040-10-28T01:00:00Z +0"]),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2040, ["2040-03-25T01:00:00Z -3600", "2040-10-28T01:00:00Z -7200"]),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2040, ["2040-03-31T15:00:00Z +37800", "2040-10-06T15:30:00Z +39600"]),
        ("AAA0BBB,J60,J300/0", 2040, ["2040-03-01T02:00:00Z +3600", "2040-10-26T23:00:00Z +0"]),
        ("AAA0BBB,59,300/0", 2040, ["2040-02-29T02:00:00Z +3600", "2040-10-26T23:00:00Z +0"]),
        ("UTC0", 2040, []),
        ("<+0530>-5:30", 2040, []),
    ]

    @Test("rules of POSIX change the clock when they say", arguments: rules)
    func posixRule(text: String, year: Int, changes: [String]) throws {
        let rule = try #require(ZoneRuleParser.parse(text.utf8))
        var found: [String] = []
        var time = CivilTime.day(year: year, month: 1, day: 1) * 86_400
        while let next = rule.nextChange(after: time), CivilTime(seconds: next).year == year {
            let offset = rule.offset(at: next)
            found.append("\(TimeText.utc(next)) \(offset < 0 ? "" : "+")\(offset)")
            time = next
        }
        #expect(found == changes)
    }

    @Test("a rule whose summer lasts all year has one offset")
    func allYearSummer() throws {
        // RFC 8536, 3.3.1.
        let rule = try #require(ZoneRuleParser.parse("XXX3EDT4,0/0,J365/23".utf8))
        for day in Int64(20_000)..<20_800 { #expect(rule.offset(at: day * 86_400) == -14_400) }
    }

    @Test(
        "what is no rule is refused",
        arguments: [
            "", "CE-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
            "CET-1CEST,M3.5.7,M10.5.0", "CET-25", "CET-1CEST,J0,J5", "CET-1CEST,366,5", "CET-1CEST,M3.5.0/168,M10.5.0",
            "CET-1CEST,M3.5.0,M10.5.0 ", "<CET-1", "CET-1:60", "CET--1",
        ])
    func noRule(text: String) {
        #expect(ZoneRuleParser.parse(text.utf8) == nil)
    }

    @Test("versions 1 to 4 are read; after the last change of version 1 its offset stays")
    func versions() throws {
        for version: UInt8 in [0x32, 0x33, 0x34] {
            let zone = try TZifReader.read(MadeZone(version: version).bytes)
            #expect(zone.offset(at: 999) == 100 && zone.offset(at: 1_000) == 3_600)
            #expect(zone.offset(at: 2_224_540_800) == 7_200, "July 2040, by the rule")
        }
        let first = try TZifReader.read(MadeZone(version: 0).bytes)
        #expect(first.offset(at: 999) == 100 && first.offset(at: 2_224_540_800) == 3_600)
        #expect(first.nextChange(after: 1_999) == 2_000 && first.nextChange(after: 2_000) == nil)
    }

    @Test("damaged files are refused with what is wrong")
    func damaged() {
        func reason(_ bytes: [UInt8]) -> String? {
            do throws(TZifReader.Defect) {
                _ = try TZifReader.read(bytes)
                return nil
            } catch {
                return error.reason
            }
        }
        let good = MadeZone(version: 0x32)
        #expect(reason([]) == "it is cut off")
        #expect(reason(Array(good.bytes.dropLast(100))) == "it is cut off")
        #expect(
            reason(Array("# tzdb data for Europe and other places, mostly".utf8))
                == "it is no file of the time zone database")
        #expect(reason(MadeZone(version: 0x31).bytes) == "its version is unknown")
        #expect(reason(MadeZone(version: 0x32, rule: "CET-1CEST").bytes) == "its rule for later years cannot be read")
        #expect(reason(Array(good.bytes.dropLast())) == "its last line is cut off")
        #expect(reason(MadeZone(version: 0x32, times: [5, 5]).bytes) == "its changes are not in order")
        #expect(reason(MadeZone(version: 0x32, type: 9).bytes) == "a change names no offset")
        #expect(reason(MadeZone(version: 0x32, offset: 200_000).bytes) == "it is too far from UTC")
        #expect(reason(MadeZone(version: 0x32, typeCount: 0).bytes) == "its counts are impossible")
    }

    @Test("mutated files end in a defect or in a zone that answers, never in a crash")
    func mutated() throws {
        var random = SeededRandom(8536)
        var seeds = [MadeZone(version: 0).bytes, MadeZone(version: 0x33).bytes]
        for name in ["Europe/Berlin", "Asia/Seoul", "Etc/GMT+5"] { seeds.append(try file(name)) }
        var read = 0
        for round in 0..<FuzzRounds.count(1_000) {
            let bytes = seeds[round % seeds.count].mutated(&random)
            guard let zone = try? TZifReader.read(bytes) else { continue }
            read += 1
            for time: Int64 in [-60_000_000_000, 0, 1_774_000_000, 60_000_000_000] {
                #expect(abs(zone.offset(at: time)) <= TimeZoneData.furthest)
                let moment = zone.firstMoment(showing: time)
                #expect(abs(moment - time) <= TimeZoneData.furthest * 2)
                if let change = zone.nextChange(after: time) { #expect(change > time) }
            }
        }
        #expect(read > 30, "mutations must reach both outcomes")
    }

    private func file(_ name: String) throws -> [UInt8] {
        let file = try #require(fopen("/usr/share/zoneinfo/" + name, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}

/// A small file of the time zone database, right unless it is told otherwise.
struct MadeZone {
    var version: UInt8
    var times: [Int64] = [1_000, 2_000]
    var type: UInt8 = 1
    var offset: Int32 = 3_600
    var typeCount: UInt32 = 2
    var rule = "CET-1CEST,M3.5.0,M10.5.0/3"

    var bytes: [UInt8] {
        guard version != 0 else { return block(timeSize: 4) }
        return block(timeSize: 4) + block(timeSize: 8) + Array("\n\(rule)\n".utf8)
    }

    private func block(timeSize: Int) -> [UInt8] {
        var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        for count in [0, 0, 0, UInt32(times.count), typeCount, 4] { bytes += big(UInt64(count), 4) }
        for time in times { bytes += big(UInt64(bitPattern: time), timeSize) }
        bytes += times.map { _ in type }
        for offset in [100, offset] { bytes += big(UInt64(UInt32(bitPattern: offset)), 4) + [0, 0] }
        return bytes + Array("CET\0".utf8)
    }

    private func big(_ value: UInt64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
    }
}
