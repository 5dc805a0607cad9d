import PluginSDK
import PluginTestKit
import Testing

@testable import Tally

struct TallyTests {
    private let services = MemoryServices()
    private let tally = Tally()

    private func job(_ id: String, tenant: String, headers: [String: String] = [:]) -> Job {
        Job(
            id: id, headers: headers.merging(["x-tenant-slug": tenant]) { given, _ in given },
            host: services.host(for: ServiceCaller(tenant: tenant)))
    }

    @Test("words are counted for each tenant, and a job that comes again is not counted again")
    func counting() async throws {
        let two = Writing(text: " two\nwords ")
        #expect(try await tally.count(two, job: job("1", tenant: "north")).words == 2)
        #expect(try await tally.count(two, job: job("2", tenant: "north")).words == 4)
        #expect(try await tally.count(two, job: job("2", tenant: "north")).words == 4)
        #expect(try await tally.count(two, job: job("3", tenant: "south")).words == 2)
    }

    @Test("the day is closed with one report for each tenant, however often it is closed")
    func closing() async throws {
        let store = services.host().store
        for (day, tenant) in [("20", "north"), ("20", "south"), ("19", "north"), ("21", "north")] {
            try await store.put("total/2026-11-\(day)/\(tenant)", encoding: 7)
        }
        for _ in 0..<2 {
            let job = job("close", tenant: "none", headers: ["x-scheduled-for": "2026-11-21T00:10:00Z"])
            #expect(try await tally.close(job: job).reports == 2)
        }
        #expect(services.jobs.map(\.queue) == ["tally-reports", "tally-reports"])
        #expect(
            services.jobs.map(\.json) == [
                ["day": "2026-11-20", "tenant": "north", "words": 7],
                ["day": "2026-11-20", "tenant": "south", "words": 7],
            ])
    }

    @Test("a report is kept as a text")
    func reporting() async throws {
        let report = DayReport(day: "2026-11-21", tenant: "north", words: 3)
        _ = try await tally.report(report, job: job("1", tenant: "north"))
        let blob = try await services.host().blobs.get("2026-11-21/north.txt")
        #expect(blob?.mediaType == "text/plain")
        #expect(blob.map { String(decoding: $0.bytes, as: UTF8.self) } == "north wrote 3 words on 2026-11-21.\n")
    }

    @Test("the table answers as a host sees it")
    func table() async throws {
        let findings = await PluginConformance.check(
            Tally.self,
            samples: [
                .init("tally.count", json: #"{"text": "a b"}"#), .init("tally.close", json: "{}"),
                .init("tally.report", json: #"{"day": "2026-11-21", "tenant": "north", "words": 3}"#),
            ])
        #expect(findings == [])
    }
}
