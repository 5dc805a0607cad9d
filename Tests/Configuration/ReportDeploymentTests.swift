import Foundation
import Testing

@testable import HostConfiguration

/// docs/deployments/lumie-report.yaml comes to what the contract asks of reports, from the contract's names alone.
@Suite struct ReportDeploymentTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/deployments")

    /// What has to be set.
    private static let required = [
        "RABBITMQ_HOST": "rabbitmq.lumie-event.svc", "RABBITMQ_USERNAME": "lumie", "RABBITMQ_PASSWORD": "p@ss:/#%1",
        "LUMIE_BACKEND_URL": "http://backend.lumie.svc:8080/", "LUMIE_INTERNAL_HMAC_SECRET": "hmac-hunter2",
    ]

    private func text() throws -> String {
        try String(contentsOf: Self.folder.appending(path: "lumie-report.yaml"), encoding: .utf8)
    }

    private func report(_ environment: [String: String]) throws -> ProctorConfiguration {
        try ConfigurationFile.parse(bytes: Array(text().utf8), name: "etc/report.yaml", environment: environment)
    }

    @Test("reports have their route, their queue with the callback, and one upstream")
    func report() throws {
        let configuration = try report(Self.required)
        #expect(configuration.buckets == [] && configuration.databases == [])
        let processor = try #require(configuration.processors.first)
        #expect(processor.name == "report" && processor.upstreams == ["backend"] && processor.buckets == [])
        #expect(processor.listener?.address == .tcp(host: "0.0.0.0", port: 8000))
        var queue = AMQPBinding(broker: "rabbit", queue: "report.generation-request")
        queue.prefetch = 4
        #expect(queue.topology == .passive && queue.retry.attempts == 4 && queue.deliveries == 5)
        var callback = CallbackSettings(
            broker: "rabbit", exchange: "lumie.commands", key: "report.generation.callback")
        callback.failure = "report.failed"
        #expect(callback.retry == RetryPolicy(attempts: 4, first: .milliseconds(500), most: .seconds(2)))
        let route = BindingSource.http(
            HTTPBinding(
                listener: "report", method: "POST", path: "/v1/reports/students/{student_id}/exams/{exam_id}"))
        let bindings = try #require(processor.bindings)
        #expect(bindings.map(\.source) == [route, .amqp(queue)])
        #expect(bindings.map(\.operation) == ["report.student", "report.job"])
        #expect(bindings.map(\.callback) == [nil, callback])
    }

    @Test("queue, exchange, prefetch and listener may be said by the contract's names")
    func variables() throws {
        let further = [
            "REPORT_QUEUE": "q", "CALLBACK_EXCHANGE": "x", "PREFETCH_COUNT": "9", "HOST": "127.0.0.1", "PORT": "81",
        ]
        let configuration = try report(Self.required.merging(further) { $1 })
        let processor = try #require(configuration.processors.first)
        #expect(processor.listener?.address == .tcp(host: "127.0.0.1", port: 81))
        let binding = try #require(processor.bindings?.last)
        guard case .amqp(let queue) = binding.source else { Issue.record("no queue"); return }
        #expect(queue.queue == "q" && queue.prefetch == 9 && binding.callback?.exchange == "x")
    }

    @Test("what is not set is named", arguments: required.keys.sorted())
    func missing(name: String) throws {
        let error = #expect(throws: ConfigurationProblems.self) {
            try report(Self.required.filter { $0.key != name })
        }
        #expect(error?.problems.map(\.code) == ["config.missing_variable"])
    }

    @Test("the page of reports names each variable of the file, and no other")
    func page() throws {
        let docs = Self.folder.deletingLastPathComponent()
        let page = try String(contentsOf: docs.appending(path: "report.md"), encoding: .utf8)
        let written = Set(try text().matches(of: /\$\{([A-Z_]+)/).map { String($0.output.1) })
        let told = Set(page.matches(of: /`([A-Z]+(_[A-Z]+)*)`/).map { String($0.output.1) })
        #expect(written == told)
    }
}
