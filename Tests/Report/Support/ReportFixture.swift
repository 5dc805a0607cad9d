import FoundationEssentials
import PluginSDK
import PluginTestKit

@testable import Report

/// A backend, a bucket, and the command that has one report made.
final class ReportFixture: Sendable {
    let backend: FakeBackend
    let rendering = FakeRendering()
    let services: MemoryServices
    private let useCases: ReportUseCases

    init(_ settings: String = "{}") throws {
        let backend = FakeBackend()
        self.backend = backend
        services = MemoryServices(
            blobLimit: 1 << 20, buckets: ["reports": .write, "pictures": .read], http: { backend.answer($0) })
        let settings = try ReportSettings.decode(settings)
        useCases = ReportUseCases(
            settings, metrics: Host().metrics, rendering: rendering,
            // No cryptographic one: no two reports of a test have the same.
            digest: { String($0.hashValue, radix: 16) },
            // 2026-11-20, 15:00 in UTC, which is the next day in Korea.
            clock: { 1_795_186_800 })
    }

    static let command =
        #"{"jobId": 1201, "examId": 42, "studentId": 1001, "tenantSlug": "demo", "reportIndex": 0, "#
        + #""totalReports": 2, "schemaVersion": 1}"#

    /// The command with members changed; nil removes one.
    static func command(_ changes: [String: JSONValue?]) -> String {
        guard case .object(var members)? = try? JSONValue(parsing: command) else { return "" }
        for (name, value) in changes { members[name] = value }
        return JSONValue.object(members).text
    }

    func job(
        _ id: String = "1201:0", tenant: String? = nil, headers: [String: String] = [:], host: Host? = nil
    ) -> Job {
        var headers = headers
        headers["x-tenant-slug"] = tenant
        return Job(id: id, headers: headers, host: host ?? services.host(for: ServiceCaller(tenant: tenant)))
    }

    func make(_ command: String = command, job: Job? = nil) async throws -> CallbackAnswer<ReportCallbackBody> {
        let job = job ?? self.job()
        return try await useCases.jobs.report(useCases.jobs.command(payload(command), job: job), job: job)
    }

    func fail(_ command: String = command, job: Job) throws -> CallbackAnswer<ReportCallbackBody> {
        useCases.jobs.failed(try useCases.jobs.command(payload(command), job: job), job: job)
    }

    /// The sync route.
    func report(
        student: String = "1001", exam: String = "42", tenant: String? = "demo", query: [String: String] = [:]
    ) async throws -> RawResponse {
        var headers = ["parameter-student_id": student, "parameter-exam_id": exam]
        for (name, value) in query { headers["parameter-\(name)"] = value }
        let job = job(tenant: tenant, headers: headers)
        return try await useCases.students.report(StudentReportRequest(job), job: job)
    }

    /// The data of the report that the usual command draws.
    func data(_ command: String = command) async throws -> JSONValue {
        _ = try await make(command)
        return rendering.drawn.last?.data ?? .null
    }

    private func payload(_ command: String) throws -> ReportPayload {
        try Array(command.utf8).withUnsafeBytes { try ReportPayload(payload: $0, mediaType: "application/json") }
    }
}

extension CallbackAnswer<ReportCallbackBody> {
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    var members: [String: JSONValue] { if case .object(let members) = json { members } else { [:] } }
    /// What `reportBytes` holds.
    var report: [UInt8]? {
        guard case .string(let text)? = members["reportBytes"] else { return nil }
        return Data(base64Encoded: text).map(Array.init)
    }
}

extension JSONValue {
    subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    var count: Int { if case .array(let elements) = self { elements.count } else { 0 } }
}
