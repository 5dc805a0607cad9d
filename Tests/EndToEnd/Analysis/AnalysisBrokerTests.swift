import Foundation
import Loopback
import ModelServerPeer
import RabbitMQPeer
import Testing

extension EndToEnd {
    /// Commands of a RabbitMQ, and the callbacks that end them.
    @Suite(.serialized) struct AnalysisCommands {
        private static let right: ModelServer.Step = ["text": .string(AnalysisTexts.right)]

        private func host(_ broker: AnalysisBroker, _ model: String = "") throws -> AnalysisHost {
            let analysis = try AnalysisHost(
                .init(
                    model: model + "        retry: { attempts: 1 }\n", processor: AnalysisBroker.bindings,
                    more: broker.file))
            try analysis.host.wait("the queue to be consumed") { try analysis.host.hindrance() == nil }
            return analysis
        }

        @Test("texts and classes become callbacks, each with its command's number, counted as their tenant's")
        func callbacks() throws {
            let broker = try AnalysisBroker.shared()
            let analysis = try host(broker)
            try analysis.script(Self.right)
            var second = AnalysisCommandText.exam("b-2")
            second.tenant = "north"
            let commands = [AnalysisCommandText.student("b-1"), second, .class("b-3", 4)]
            try broker.send(commands.map(\.json))
            let messages = try broker.takeCallbacks(commands.count)
            try #require(messages.count == commands.count, "\(analysis.host.log)")
            for message in messages {
                let callback = try AnalysisCallbackText(message.body)
                let command = try #require(commands.first { $0.jobID == callback.jobId })
                #expect(callback.success && callback.kind == command.kind && callback.tenantSlug == command.tenant)
                #expect(message.messageID?.hasPrefix("analysis:\(command.tenant):") == true)
                #expect(callback.errorCode == nil && callback.schemaVersion == 1)
                if command.kind == "class-feedback" {
                    #expect(callback.students?.map(\.content) == Array(repeating: AnalysisTexts.right, count: 5))
                } else {
                    #expect(callback.content == AnalysisTexts.right)
                }
            }
            let usage = try analysis.host.client().send("GET", "/api/analysis/usage")
            let entries = usage.json["entries"] as? [[String: Any]] ?? []
            let answers = entries.map { "\($0["tenant"] ?? "") \($0["answers"] ?? "")" }.sorted()
            #expect(answers == ["demo 6", "north 1"], "\(usage.text)")
            #expect(try broker.isEmpty())
            analysis.finish()
            #expect(!analysis.host.logs.contains(AnalysisBroker.password))
        }

        @Test("what can never be answered is told by a callback, and what is no command is a dead letter")
        func failures() throws {
            let broker = try AnalysisBroker.shared()
            let analysis = try host(broker)
            try analysis.script(["status": 500])
            try broker.send([AnalysisCommandText.student("b-4").json])
            let worn = try AnalysisCallbackText(try #require(broker.takeCallbacks(1).first).body)
            #expect(!worn.success && worn.errorCode == "model.server_error" && worn.errorMessage?.isEmpty == false)
            // Two attempts at each of two deliveries.
            #expect(try analysis.seen().count == 4)

            try analysis.script(["status": 401])
            var empty = AnalysisCommandText.student("b-5")
            empty.request = "{}"
            try broker.send([AnalysisCommandText.student("b-6").json, empty.json])
            let refused = try broker.takeCallbacks(2).map { try AnalysisCallbackText($0.body) }
            #expect(refused.first { $0.jobId == "b-6" }?.errorCode == "model.unauthorized")
            #expect(refused.first { $0.jobId == "b-5" }?.errorMessage?.isEmpty == false)
            #expect(refused.allSatisfy { !$0.success && $0.content == nil })
            #expect(try analysis.seen().count == 5)

            let nonsense = ["", "{", "[]", #"{"jobId": 1}"#]
            try broker.send(nonsense)
            #expect(try broker.takeLetters(nonsense.count).sorted() == nonsense.sorted())
            #expect(try broker.isEmpty())
            analysis.finish()
            #expect(!analysis.host.logs.contains(AnalysisBroker.password))
        }
    }
}
