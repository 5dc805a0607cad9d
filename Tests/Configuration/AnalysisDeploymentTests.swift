import Foundation
import Testing

@testable import HostConfiguration

/// docs/deployments/lumie-analysis.yaml comes to what the contract asks of analysis, from the contract's names alone.
@Suite struct AnalysisDeploymentTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/deployments")

    /// What has to be set.
    private static let required = ["LLM_API_KEY": "sk-hunter2", "LLM_MODEL": "deepseek-chat"]

    private func text() throws -> String {
        try String(contentsOf: Self.folder.appending(path: "lumie-analysis.yaml"), encoding: .utf8)
    }

    private func analysis(_ environment: [String: String]) throws -> ProctorConfiguration {
        try ConfigurationFile.parse(bytes: Array(text().utf8), name: "etc/analysis.yaml", environment: environment)
    }

    @Test("analysis has its routes on a listener of its own, and one upstream with the key")
    func routes() throws {
        let configuration = try analysis(Self.required)
        #expect(configuration.brokers == [] && configuration.buckets == [] && configuration.databases == [])
        let upstream = try #require(configuration.upstreams.first)
        #expect(configuration.upstreams.count == 1 && upstream.url == "https://api.openai.com/v1")
        #expect(upstream.totalTimeout >= .seconds(60))
        let processor = try #require(configuration.processors.first)
        #expect(configuration.processors.count == 1 && processor.upstreams == ["llm"] && processor.buckets == [])
        #expect(processor.listener?.address == .tcp(host: "0.0.0.0", port: 8000))
        #expect(processor.listener?.authentication == AuthenticationSettings.none)
        // The model's minute, and the corrected attempt in it, end before the job does.
        #expect(processor.limits.timeout > .seconds(60))
        let route = { BindingSource.http(HTTPBinding(listener: "analysis", method: $0, path: $1)) }
        #expect(
            processor.bindings?.map(\.source) == [
                route("GET", "/"), route("POST", "/api/analysis/exam-commentary"),
                route("POST", "/api/analysis/student-feedback"),
            ])
        #expect(
            processor.bindings?.map(\.operation) == [
                "analysis.index", "analysis.exam_commentary", "analysis.student_feedback",
            ])
    }

    @Test("the model's address and the listener may be said by the contract's names")
    func variables() throws {
        let configuration = try analysis(
            Self.required.merging([
                "LLM_BASE_URL": "https://api.deepseek.com/v1", "HOST": "127.0.0.1", "PORT": "81",
            ]) { $1 })
        #expect(configuration.upstreams.first?.url == "https://api.deepseek.com/v1")
        #expect(configuration.processors.first?.listener?.address == .tcp(host: "127.0.0.1", port: 81))
    }

    @Test("what is not set is named with its place", arguments: required.keys.sorted())
    func missing(name: String) throws {
        let error = #expect(throws: ConfigurationProblems.self) {
            try analysis(Self.required.filter { $0.key != name })
        }
        #expect(error?.problems.map(\.code) == ["config.missing_variable"])
        #expect(error?.description.contains("the environment variable \(name) is not set") == true)
    }

    @Test("the page beside the file names each variable of it, and of the plugin's own the most tokens")
    func page() throws {
        let all = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
        let page = try #require(all.split(separator: "\n## ").first { $0.hasPrefix("lumie-analysis.yaml") })
        let written = Set(try text().matches(of: /\$\{([A-Z_]+)/).map { String($0.output.1) })
        let told = Set(page.matches(of: /`([A-Z]+(_[A-Z]+)*)`/).map { String($0.output.1) })
        #expect(told == written.union(["LLM_MAX_TOKENS"]))
    }

    @Test("the key is shown nowhere")
    func secrets() throws {
        for setting in try analysis(Self.required).effectiveSettings() { #expect(!setting.value.contains("hunter2")) }
    }
}
