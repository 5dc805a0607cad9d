import Foundation
import Loopback
import PythonPeer
import Testing

extension EndToEnd {
    /// `proctor docs --mq` of the deployment, read by others: PyYAML and jsonschema.
    @Suite(.serialized) struct LumieMessageContract {
        @Test("the printed contract has the names that the broker has, and schemas that hold for what flows alone")
        func contract() throws {
            let deployment = try LumieDeployment()
            let (around, folder) = (deployment.around, try TemporaryFolder())
            let printed = try deployment.proctor("docs", "--mq")
            #expect(printed.status == 0, "\(printed.error)")
            try folder.write(printed.output, to: "contract.yaml")
            for secret in around.secrets { #expect(!(printed.output + printed.error).contains(secret)) }

            // What flows: successes and a failure, each command in the contract's form.
            var commands = around.sheets.sheets.prefix(2).enumerated().map { index, sheet in
                LumieCommand(jobId: 50 + index, objectKey: sheet.objectKey, fileName: "\(index).jpg")
            }
            commands.append(LumieCommand(jobId: 52, objectKey: "tmp/nobody.jpg"))
            for command in commands { try around.broker.send(command.json, id: command.messageID) }
            let callbacks = try around.broker.take(commands.count).map(\.body)
            #expect(callbacks.count == commands.count, "\(deployment.log)")
            let messages = folder.path + "/messages"
            try FileManager.default.createDirectory(atPath: messages, withIntermediateDirectories: true)
            for (index, command) in commands.enumerated() {
                try folder.write(command.json, to: "messages/command-\(index).json")
            }
            for (index, callback) in callbacks.enumerated() {
                try folder.write(callback, to: "messages/callback-\(index).json")
            }
            for (index, wrong) in try Self.wrong(commands[0].members, callbacks[0]).enumerated() {
                try folder.write(wrong.json, to: "messages/wrong-\(wrong.kind)-\(index).json")
            }

            let said = try PythonEnvironment.run("message_contract.py", [folder.path + "/contract.yaml", messages])
            let names = try #require(try JSONSerialization.jsonObject(with: said) as? [String: Any])
            #expect(names["queue"] as? String == LumieBroker.requests)
            #expect(names["exchange"] as? String == LumieBroker.commandExchange)
            #expect(names["routing_key"] as? String == LumieBroker.callbackKey)
            #expect(names["operation"] as? String == "grading.job" && names["failure"] as? String == "grading.failed")
            #expect(names["content_type"] as? String == "application/json")
            #expect(names["delivery_mode"] as? Int == 2 && names["mandatory"] as? Bool == true)
            let settlement = names["settlement"] as? [String: String]
            #expect(settlement?["malformed"] == "reject without requeue")
            #expect(settlement?["done"] == "callback published and confirmed, then ack")
            #expect(settlement?["callback_not_confirmed"] == "nack with requeue")
            deployment.finish()
        }

        /// One member too few or of the wrong type, each.
        private static func wrong(
            _ command: [String: Any], _ callback: String
        ) throws -> [(kind: String, json: String)] {
            let good = try JSONSerialization.jsonObject(with: Data(callback.utf8)) as? [String: Any] ?? [:]
            let commands =
                ["jobId", "examId", "tenantSlug", "imageIndex", "totalImages", "objectKey"].map { name in
                    command.filter { $0.key != name }
                } + [
                    command.merging(["jobId": "1"]) { $1 }, command.merging(["imageIndex": -1]) { $1 },
                    command.merging(["schemaVersion": 2]) { $1 },
                ]
            let callbacks = [
                good.filter { $0.key != "success" }, good.filter { $0.key != "jobId" },
                good.merging(["success": "true"]) { $1 }, good.merging(["results": NSNull()]) { $1 },
                good.merging(["results": [["questionNumber": "1"]]]) { $1 },
            ]
            return commands.map { ("command", LumieCommand.json($0)) }
                + callbacks.map { ("callback", LumieCommand.json($0)) }
        }
    }
}
