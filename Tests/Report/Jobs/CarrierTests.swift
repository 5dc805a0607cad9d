import PluginSDK
import PluginTestKit
import Testing

@testable import Report

@Suite struct CarrierTests {
    @Test("a report goes into a bucket, and the callback says where")
    func stored() async throws {
        let fixture = try ReportFixture(#"{"callback": {"report": "blob"}, "format": "pdf"}"#)
        let answer = try await fixture.make()
        #expect(answer.json["objectKey"] == "reports/demo/1201/0-1001-42.pdf")
        #expect(answer.json["reportBytes"] == .null && answer.json["fileName"] == "report_1001_42.pdf")
        let blob = try await fixture.services.host().bucket("reports").get("reports/demo/1201/0-1001-42.pdf")
        #expect(blob?.mediaType == "application/pdf" && blob?.bytes.isEmpty == false)
        let failed = try fixture.fail(job: fixture.job())
        #expect(failed.members.keys.contains("objectKey") && failed.json["objectKey"] == .null)
    }

    @Test("bucket, key and file name are the settings' to say")
    func settings() async throws {
        let fixture = try ReportFixture(
            #"{"callback": {"report": "blob", "key": "{examId}/{reportIndex}.{extension}", "file_name": "{jobId}.x"}}"#)
        let answer = try await fixture.make()
        #expect(answer.json["objectKey"] == "42/0.jpg" && answer.json["fileName"] == "1201.x")
    }

    @Test("a tenant's name cannot lead out of its own place")
    func places() async throws {
        let fixture = try ReportFixture(#"{"callback": {"report": "blob", "key": "{tenantSlug}/{jobId}"}}"#)
        let slashes = try await fixture.make(ReportFixture.command(["tenantSlug": "a/../b%2F"]))
        #expect(slashes.json["objectKey"] == "a%2F..%2Fb%252F/1201")
        let dots = try await fixture.make(ReportFixture.command(["tenantSlug": ".."]))
        #expect(dots.json["errorCode"] == "report.key_invalid" && dots.isFailure)
    }

    @Test("a bucket's own limit fails the report; one that may not be written is the operator's to mend")
    func refused() async throws {
        let fixture = try ReportFixture(#"{"callback": {"report": "blob"}}"#)
        fixture.rendering.behave { $0.bytes = [UInt8](repeating: 7, count: (1 << 20) + 1) }
        #expect(try await fixture.make().json["errorCode"] == "report.too_large")
        let readOnly = try ReportFixture(#"{"callback": {"report": "blob", "bucket": "pictures"}}"#)
        let error = await #expect(throws: ServiceError.self) { try await readOnly.make() }
        #expect(error?.code == "blobs.read_only")
    }
}
