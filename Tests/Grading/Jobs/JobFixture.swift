import FoundationEssentials
import PluginSDK
import PluginTestKit
import SheetPress
import Synchronization

@testable import Grading

/// One sheet in a bucket, its exam at a backend, and the command that has it graded.
final class JobFixture: Sendable {
    static let sheet = Result { try SheetPress(template: .korean45).sheet(seed: 1) }

    let services: MemoryServices
    let truth: [String: [String]]
    private let backend: AnswerBox
    private let plugin: GradingPlugin

    init(_ settings: String = "{}") throws {
        let sheet = try Self.sheet.get()
        truth = sheet.truth
        let box = AnswerBox()
        services = MemoryServices(buckets: ["images": .read, "scans": .read], http: { _ in box.answer })
        plugin = try GradingPlugin(settings: try GradingSettings.decode(settings), host: Host())
        backend = box
        services.fill(bucket: "images", "tmp/7/0.jpg", sheet.jpeg, mediaType: "image/jpeg")
        box.answer = .json(Self.exam(first: sheet.truth["q1"]?.first ?? "1"))
    }

    func backend(answers answer: MemoryAnswer) { backend.answer = answer }

    static func exam(first: String) -> String {
        #"""
        {"id": 42, "name": "6월", "category": "GRADED", "totalQuestions": 2,
         "correctAnswers": {"1": "\#(first)", "2": "9"}, "questionScores": {"1": 2, "2": 3},
         "questionTypes": {"1": "듣기"}, "passScore": null}
        """#
    }

    static let command =
        #"{"jobId": 7, "examId": 42, "tenantSlug": "demo", "imageIndex": 0, "totalImages": 2, "#
        + #""objectKey": "tmp/7/0.jpg", "schemaVersion": 1}"#

    /// The command with members changed; null removes one.
    static func command(_ changes: [String: JSONValue?]) -> String {
        guard case .object(var members)? = try? JSONValue(parsing: command) else { return "" }
        for (name, value) in changes { members[name] = value }
        return JSONValue.object(members).text
    }

    func job(
        _ id: String = "7:0", attempt: Int = 1, tenant: String? = nil, headers: [String: String] = [:]
    ) -> Job {
        var headers = headers
        headers["x-tenant-slug"] = tenant
        return Job(id: id, attempt: attempt, headers: headers, host: services.host(for: ServiceCaller(tenant: tenant)))
    }

    func grade(_ command: String = command, job: Job? = nil) async throws -> CallbackAnswer<GradingCallback> {
        try await plugin.gradeJob(payload(command), job: job ?? self.job())
    }

    func fail(_ command: String = command, job: Job) async throws -> CallbackAnswer<GradingCallback> {
        try await plugin.failJob(payload(command), job: job)
    }

    private func payload(_ command: String) throws -> CommandPayload {
        try Array(command.utf8).withUnsafeBytes { try CommandPayload(payload: $0, mediaType: "application/json") }
    }

    /// What is kept under a key; nil when nothing is.
    func stored(_ key: String) async throws -> [UInt8]? { try await services.host().store.get(key) }
}

/// What a backend answers at the moment; a test changes it on its way.
final class AnswerBox: Sendable {
    private let box = Mutex<MemoryAnswer>(.status(404))

    var answer: MemoryAnswer {
        get { box.withLock { $0 } }
        set { box.withLock { $0 = newValue } }
    }
}

extension CallbackAnswer<GradingCallback> {
    var json: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
    var members: [String: JSONValue] { if case .object(let members) = json { members } else { [:] } }
}
