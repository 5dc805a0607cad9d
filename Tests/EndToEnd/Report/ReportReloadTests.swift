import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// Settings, image and templates change while a class is drawn: no job is lost, and each is told once.
    @Suite(.serialized) struct ReportReloads {
        private static let slow = #"{"delay": 0.4}"#
        /// The finest step of the file's quality, 90, and of 60: they stand in each JPEG.
        private static let steps = (usual: 3, changed: 13)

        /// A deployment whose backend takes its time, so that a class lasts.
        private func deployment(
            _ changes: [(String, String)] = [], environment: [String: String] = [:]
        ) throws -> ReportDeployment {
            let deployment = try ReportDeployment(changes, environment: environment)
            let students = (0..<ReportSurroundings.students).map { ($0 + ReportBackend.firstStudent, Self.slow) }
            try deployment.backend.setTrouble(students: Dictionary(uniqueKeysWithValues: students))
            return deployment
        }

        /// The number of the generation that takes jobs.
        private func generation(_ deployment: ReportDeployment) throws -> Int? {
            let processors = try deployment.host.status()["processors"] as? [[String: Any]]
            return processors?.first?["generation"] as? Int
        }

        /// Has a class drawn: half of its commands before the change, which meets them at work, half after it.
        ///
        /// - Returns: callbacks of the first half and of the second.
        private func drawClass(
            _ deployment: ReportDeployment, change: () throws -> Void, settled: () throws -> Bool
        ) throws -> (before: [ReportAnswer], after: [ReportAnswer]) {
            let orders = ReportOrder.job(31, students: ReportSurroundings.students)
            let half = orders.count / 2
            try deployment.broker.send(Array(orders.prefix(half)))
            var before = try deployment.broker.takeCallbacks(3)
            try change()
            try deployment.host.wait("the change to hold", until: settled)
            try deployment.broker.send(Array(orders.suffix(orders.count - half)))
            before += try deployment.broker.takeCallbacks(orders.count - before.count)
            #expect(before.count == orders.count, "\(deployment.host.log)")
            for order in orders {
                let own = before.filter { $0.message.messageID == order.messageID }
                #expect(own.count == 1 && own[0].body.success && own[0].answers(order), "\(order)")
            }
            #expect(try deployment.broker.isEmpty())
            return (before.filter { $0.body.reportIndex < half }, before.filter { $0.body.reportIndex >= half })
        }

        @Test("a setting that SIGHUP changes amid a class: reports under way keep theirs, later ones have the new one")
        func settings() throws {
            let deployment = try deployment()
            let first = try generation(deployment)
            let (before, after) = try drawClass(deployment) {
                try deployment.change("template: exam-report", to: "template: exam-report\n      quality: 60")
                deployment.host.signal(SIGHUP)
            } settled: {
                try generation(deployment) != first
            }
            let steps = Set(before.compactMap { $0.picture?.step })
            #expect(steps.contains(Self.steps.usual) && steps.isSubset(of: [Self.steps.usual, Self.steps.changed]))
            #expect(Set(after.compactMap { $0.picture?.step }) == [Self.steps.changed])
            deployment.finish()
        }

        @Test("an image that is replaced amid a class: the new one draws the same reports")
        func image() throws {
            let deployment = try deployment()
            let order = ReportOrder(jobId: 30, studentId: 1001)
            try deployment.broker.send([order])
            let reference = try #require(deployment.broker.takeCallbacks(1).first?.report)
            let first = try generation(deployment)
            let (before, after) = try drawClass(deployment) {
                // The same code in another file: what follows the image's last section means nothing.
                let next = deployment.host.folder.path + "/next.so"
                let bytes = try Data(contentsOf: URL(filePath: BuiltFiles.product("Report")).resolvingSymlinksInPath())
                try (bytes + Data("next".utf8)).write(to: URL(filePath: next))
                try deployment.host.folder.install(next, as: "plugins/libReport.so")
                deployment.host.signal(SIGHUP)
            } settled: {
                try generation(deployment) != first
            }
            #expect((before + after).first { $0.body.studentId == 1001 }?.report == reference)
            try deployment.broker.send([order])
            #expect(try deployment.broker.takeCallbacks(1).first?.report == reference)
            deployment.finish()
        }

        @Test("a template that changes amid a class is drawn with from then on; a broken one leaves the last good one")
        func template() throws {
            let templates = try TemplateFolder()
            try templates.write("name-tag", ["template.xml.j2": TemplateFolder.nameTag(height: 300)])
            let list = "- http: GET /v1/reports/templates\n        operation: report.templates\n      "
            let deployment = try deployment(
                [("template: exam-report", "template: name-tag"), ("- http: POST", list + "- http: POST")],
                environment: ["REPORT_TEMPLATES": templates.path])
            let first = try generation(deployment)
            let version = try nameTag(deployment).version
            let (before, after) = try drawClass(deployment) {
                try templates.write("name-tag", ["template.xml.j2": TemplateFolder.nameTag(height: 350)])
            } settled: {
                try nameTag(deployment).version != version
            }
            let heights = Set(before.compactMap { $0.picture?.height })
            #expect(heights.contains(600) && heights.isSubset(of: [600, 700]), "\(heights)")
            #expect(Set(after.compactMap { $0.picture?.height }) == [700])

            let good = try nameTag(deployment)
            #expect(good.state == "ready" && good.problems == 0)
            let (_, stale) = try drawClass(deployment) {
                try templates.write("name-tag", ["template.xml.j2": "<report>{% if %}</report>"])
            } settled: {
                try nameTag(deployment).state == "stale"
            }
            #expect(Set(stale.compactMap { $0.picture?.height }) == [700])
            let broken = try nameTag(deployment)
            #expect(broken.version == good.version && broken.problems > 0)
            // All without a reload.
            #expect(try generation(deployment) == first)
            deployment.finish()
        }

        private func nameTag(
            _ deployment: ReportDeployment
        ) throws -> (version: String?, state: String?, problems: Int) {
            let entries = try deployment.get("/v1/reports/templates").json["templates"] as? [[String: Any]] ?? []
            let entry = entries.first { $0["name"] as? String == "name-tag" } ?? [:]
            return (
                entry["version"] as? String, entry["state"] as? String, (entry["problems"] as? [Any])?.count ?? -1
            )
        }
    }
}
