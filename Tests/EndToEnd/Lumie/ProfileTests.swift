import Foundation
import Loopback
import RabbitMQPeer
import Testing

extension EndToEnd {
    /// docs/deployments/lumie.yaml with a real broker, bucket, store and backend around it.
    @Suite(.serialized) struct LumieProfile {
        private static let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

        @Test("grading jobs flow as the contract says, from its environment names alone")
        func flow() throws {
            let deployment = try LumieDeployment()
            let (around, broker) = (deployment.around, deployment.around.broker)
            let before = try around.backend.seen()

            var commands = around.sheets.sheets.enumerated().map { index, sheet in
                LumieCommand(jobId: 1200 + index, imageIndex: index, totalImages: 4, objectKey: sheet.objectKey)
            }
            commands[1].fileName = "김하나 (2).jpg"
            commands[2].tenantSlug = "학원-서울"
            commands[3].jobId = 9_007_199_254_740_993  // no number of a program that has doubles alone
            for command in commands {
                try broker.send(command.json, id: command.messageID, headers: ["traceparent": Self.trace])
            }
            let callbacks = try broker.take(4)
            #expect(callbacks.count == 4, "\(deployment.log)")
            for message in callbacks {
                let callback = try LumieCallback(json: message.body)
                let index = try #require(commands.indices.contains(callback.imageIndex) ? callback.imageIndex : nil)
                let command = commands[index]
                #expect(callback == LumieCallback(command, graded: around.sheets.sheets[index].sheet))
                #expect(Self.members(message.body) == LumieCallback.names)
                #expect(message.messageID == command.messageID && message.routingKey == LumieBroker.callbackKey)
                #expect(message.isPersistent && message.contentType == "application/json")
                #expect(message.headers["traceparent"]?.contains("4bf92f3577b34da6a3ce929d0e0e4736") == true)
            }
            #expect(Set(callbacks.compactMap(\.messageID)) == Set(commands.map(\.messageID)))

            let seen = try around.backend.seen()
            // Three tenants would be three; sheets of one exam and tenant ask once.
            #expect(seen.requests - before.requests == 2 && seen.bad_signatures == 0 && seen.unsigned == 0)
            #expect(seen.traceparent?.contains("4bf92f3577b34da6a3ce929d0e0e4736") == true)
            try Self.checkStore(around, commands[2], callbacks)
            try checkHTTP(deployment)
            #expect(try broker.isEmpty())
            deployment.finish()
        }

        private static func members(_ json: String) -> Set<String> {
            let document = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
            return Set(document?.keys.map { $0 } ?? [])
        }

        /// Contracts 2.5: the callback as it was sent under the contract's key, for a day, and no lock any more.
        private static func checkStore(
            _ around: LumieSurroundings, _ command: LumieCommand, _ callbacks: [BrokerClient.Message]
        ) throws {
            let key = "grading:omr:\(command.tenantSlug):\(command.jobId):\(command.imageIndex)"
            let keys = try around.redis("--raw", "KEYS", "*").split(separator: "\n").map(String.init)
            #expect(keys.contains(key), "\(keys)")
            #expect(keys.count { $0.hasSuffix(":lock") } == 0, "\(keys)")
            let lifetime = try Int(around.redis("TTL", key)) ?? 0
            #expect((86_000...86_400).contains(lifetime), "\(lifetime)")
        }

        /// The same processor answers by HTTP on the contract's port, with health and metrics beside it.
        private func checkHTTP(_ deployment: LumieDeployment) throws {
            let health = try deployment.get("/health")
            #expect(health.status == 200 && health.text == #"{"status":"healthy"}"#)
            let scan = deployment.around.sheets.sheets[0]
            let fields = [
                "correct_answers": LumieCommand.json(LumieSheets.answers),
                "question_scores": LumieCommand.json(LumieSheets.scores),
                "question_types": LumieCommand.json(LumieSheets.types),
            ]
            for path in ["/api/omr/grade", "/api/temp/grading"] {
                let answer = try HTTPClient(port: deployment.port).post(
                    path, file: ("image", "omr.jpg", "image/jpeg", scan.sheet.jpeg), fields: fields)
                let expected = LumieCallback(LumieCommand(jobId: 0, objectKey: ""), graded: scan.sheet)
                #expect(answer.status == 200)
                #expect(answer.json["totalScore"] as? Int == expected.totalScore)
                #expect(answer.json["phoneNumber"] as? String == expected.phoneNumber)
                #expect((answer.json["results"] as? [Any])?.count == 45)
            }
        }
    }
}
