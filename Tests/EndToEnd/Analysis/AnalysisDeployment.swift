import Foundation
import Loopback
import ModelServerPeer
import Testing

/// A host that runs docs/deployments/lumie-analysis.yaml, itself or with a few of its lines changed; ended with the
/// test.
final class AnalysisDeployment {
    let model: ModelServer
    let host: HostUnderTest
    let key = "key-\(UUID().uuidString)"

    /// - Parameters:
    ///   - changes: texts of the file, and what stands in their place. Without any it is the very file.
    ///   - environment: variables beside the contract's, or in their place; nil: the variable is not set.
    init(
        _ changes: [(String, String)] = [], environment: [String: String?] = [:], starts: Bool = true
    ) throws {
        model = try SharedModel.server()
        let contract: [String: String?] = [
            "HOST": "127.0.0.1", "PORT": "0", "PROCTOR_ADMIN": "127.0.0.1:0", "LLM_API_KEY": key,
            "LLM_BASE_URL": model.origin + "/v1", "LLM_MODEL": "deepseek-chat",
        ]
        host = try HostUnderTest(
            plugins: [(BuiltFiles.product("Analysis"), "libAnalysis.so")], file: Self.text(changes),
            environment: contract.merging(environment) { $1 }.compactMapValues { $0 })
        if starts { try host.start() }
    }

    private static func text(_ changes: [(String, String)]) throws -> String {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = tests.deletingLastPathComponent().path + "/docs/deployments/lumie-analysis.yaml"
        var text = try String(contentsOfFile: file, encoding: .utf8)
        for (old, new) in changes {
            guard text.contains(old) else {
                throw BuiltFiles.Missing(description: "lumie-analysis.yaml has no \"\(old)\"")
            }
            text = text.replacingOccurrences(of: old, with: new)
        }
        return text
    }

    /// Of the processor's own listener.
    func client() throws -> HTTPClient { try HTTPClient(port: host.port(of: "analysis")) }

    func get(_ path: String) throws -> HTTPClient.Answer { try client().send("GET", path) }

    /// Starts it in vain. - Returns: what it said.
    func refusal() throws -> String {
        try host.launch()
        #expect(try host.waitForExit() == 78)
        return host.log
    }

    func finish(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(host.stop() == 0, sourceLocation: sourceLocation)
        for word in [key] + AnalysisTexts.confidential {
            #expect(!host.logs.contains(word), "the log shows \(word)", sourceLocation: sourceLocation)
        }
    }
}
