import HostConfiguration
import HostImages
import Testing

@testable import HostGenerations

/// What is said about bindings once the plugin's manifest is known.
@Suite struct BindingPlanTests {
    private func problems(_ binding: String) throws -> [ConfigurationProblem] {
        let manifest = try PluginManifest(
            bytes: Array(
                #"{"id":"org.x.p","version":"1","operations":[{"name":"p.do"},{"name":"p.failed"}]}"#.utf8),
            file: "libP.so")
        let text = """
            version: 1
            brokers: { rabbit: "amqp://rabbit" }
            processors:
              p:
                plugin: p
                bindings:
                  - \(binding)
            """
        let configuration = try ConfigurationFile.parse(
            bytes: Array(text.utf8), name: "plugins.yaml", environment: [:])
        return BindingPlan.problems(
            of: configuration.processors.first?.bindings ?? [], manifest, in: configuration, check: { _ in nil })
    }

    @Test("the operations of a binding and of its callback are looked for in the plugin")
    func operations() throws {
        let good = "{ amqp: q, operation: p.do, callback: { key: k, failure: p.failed } }"
        #expect(try problems(good) == [])
        let wrong = try problems("{ amqp: q, operation: p.dont, callback: { key: k, failure: p.fail } }")
        #expect(
            wrong.map(\.message) == [
                "org.x.p has no operation \"p.dont\"", "org.x.p has no operation \"p.fail\"",
            ])
        #expect(wrong.allSatisfy { $0.code == "binding.unknown_operation" && $0.position.line == 7 })
        #expect(wrong.last?.suggestion == "it has p.do, p.failed")
    }
}
