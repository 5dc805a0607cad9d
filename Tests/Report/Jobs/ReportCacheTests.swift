import PluginSDK
import PluginTestKit
import Testing

@testable import Report

@Suite struct ReportCacheTests {
    private static let kept = #"{"cache": {"lifetime": "600s"}}"#

    @Test("a report that was drawn is sent again as it was, for as long as is said")
    func kept() async throws {
        let fixture = try ReportFixture(Self.kept)
        let first = try await fixture.make()
        #expect(try await fixture.make().bytes == first.bytes)
        #expect(try await fixture.report().bytes == first.report, "whoever asks for it")
        #expect(fixture.rendering.drawn.count == 1)
        fixture.services.advance(by: .seconds(600))
        #expect(try await fixture.make().bytes == first.bytes)
        #expect(fixture.rendering.drawn.count == 2)
    }

    @Test("other data, template, tenant or format is another report")
    func others() async throws {
        let fixture = try ReportFixture(#"{"cache": {"lifetime": "600s"}, "exam_cache": "0s"}"#)
        _ = try await fixture.make()
        _ = try await fixture.make(ReportFixture.command(["tenantSlug": "south"]))
        _ = try await fixture.report(query: ["format": "png"])
        _ = try await fixture.report(query: ["template": "another"])
        fixture.backend.set(FakeBackend.student, .json(FakeBackend.studentDocument.replacing("김하늘", with: "김바다")))
        _ = try await fixture.make()
        #expect(fixture.rendering.drawn.count == 5)
        _ = try await fixture.make()
        #expect(fixture.rendering.drawn.count == 5)
    }

    @Test("what has characters missing is not kept: it is counted each time, and strict settings still fail it")
    func imperfect() async throws {
        let fixture = try ReportFixture(#"{"cache": {"lifetime": "600s"}, "strict_glyphs": true}"#)
        fixture.rendering.behave { $0.missingGlyphs = 1 }
        for _ in 0..<2 { #expect(try await fixture.make().json["errorCode"] == "report.glyphs_missing") }
        #expect(fixture.rendering.drawn.count == 2)
    }

    @Test("a place that is away stops nothing: it is counted, and the report is drawn")
    func away() async throws {
        let fixture = try ReportFixture(Self.kept)
        let host = Host { service, request in
            if service.hasPrefix("blobs.") {
                throw ServiceError(
                    status: PROCTOR_RETRY, code: "blobs.unreachable", message: "It is away.", service: service)
            }
            return try await fixture.services.host().call(service, request)
        }
        #expect(try await fixture.make(job: fixture.job(host: host)).isFailure == false)
    }
}
