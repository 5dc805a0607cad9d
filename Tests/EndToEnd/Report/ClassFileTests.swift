import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// A class straight from grading's results and a roster: no backend, no broker, a plugins.yaml of one line.
    @Suite(.serialized) struct ReportClassFiles {
        private static let count = 30
        private static let stranger = "010-9999-0001"

        private func host() throws -> HostUnderTest {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Report"), "libReport.so")],
                processors: "  report: { plugin: report, limits: { timeout: 120s } }")
            try host.start()
            return host
        }

        @Test("a ZIP has a report for each of thirty students, and says of the sheet that is nobody's")
        func archive() throws {
            let host = try host()
            var graded = GradedClass(Self.count)
            graded.strangers = [Self.stranger]
            let answer = try host.client().post("/v1/reports/class", json: graded.json)
            try #require(answer.status == 200, "\(answer.text.prefix(1000))")
            #expect(answer.headers["content-type"] == "application/zip")
            let package = try ClassPackageFiles(answer.body)
            let files = try package.unzipped()
            let reports = graded.students.map { "report_\($0.id)_\(GradedClass.exam).jpg" }
            #expect(Set(files.keys) == Set(reports + ["report.json"]))
            for name in reports {
                let picture = files[name].flatMap { JPEGFacts($0) }
                #expect(picture.map { [$0.width, $0.height] } == [1588, 2246], "\(name)")
            }
            #expect(Set(files.values).count == files.count)

            let outcome = try package.outcome()
            #expect(outcome.examId == GradedClass.exam && outcome.template == "exam-report")
            #expect(outcome.total == Self.count + 1 && outcome.done == Self.count && outcome.failed == 1)
            let done = outcome.students.dropLast()
            #expect(done.map(\.studentId) == graded.students.map(\.id) && done.map(\.file) == reports)
            #expect(done.map(\.name) == graded.students.map(\.name) && done.allSatisfy { $0.status == "done" })
            let nobody = try #require(outcome.students.last)
            #expect(nobody.status == "failed" && nobody.code == "roster.unmatched" && nobody.studentId == nil)
            #expect(nobody.message?.hasPrefix("\(Self.count + 1)번째 답안지: ") == true)
            #expect(host.stop() == 0)
        }

        @Test("a PDF has a page and an entry in its outline for each student, and passes other programs' checks")
        func book() throws {
            let host = try host()
            let graded = GradedClass(Self.count)
            let answer = try host.client().post("/v1/reports/class/pdf", json: graded.json)
            try #require(answer.status == 200, "\(answer.text.prefix(1000))")
            #expect(answer.headers["content-type"] == "application/pdf")
            let package = try ClassPackageFiles(answer.body)
            try package.check()
            #expect(try package.pages() == Self.count)
            let outline = try package.outline()
            #expect(outline.map(\.title) == graded.students.map(\.name))
            #expect(outline.map(\.page) == Array(1...Self.count))
            for page in [1, Self.count] {
                #expect(try package.text(page: page).contains(graded.students[page - 1].name))
            }
            #expect(host.stop() == 0)
        }

        @Test("the command line makes both files with no host running; who has no report stands on the PDF's last page")
        func commandLine() throws {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Report"), "libReport.so")], processors: "  report: { plugin: report }")
            var graded = GradedClass(2)
            graded.strangers = [Self.stranger]
            let input = "\(host.folder.path)/class.json"
            try graded.json.write(toFile: input, atomically: true, encoding: .utf8)
            for (operation, kind) in [("report.class", "zip"), ("report.class_pdf", "pdf")] {
                let output = "\(host.folder.path)/\(kind)"
                let result = try host.run(["call", operation, "--json", "@\(input)", "--output", output])
                #expect(result.status == 0, "\(result.error)")
                let files = try FileManager.default.contentsOfDirectory(atPath: output)
                try #require(files == ["answer.\(kind)"], "\(files)")
                let package = try ClassPackageFiles(
                    Array(try Data(contentsOf: URL(filePath: "\(output)/answer.\(kind)"))))
                if kind == "zip" {
                    #expect(try package.outcome().students.map(\.code) == [nil, nil, "roster.unmatched"])
                } else {
                    try package.check()
                    #expect(try package.pages() == 3)
                    let last = try package.text(page: 3)
                    #expect(last.contains("roster.unmatched") && last.contains("3번째 답안지"), "\(last)")
                }
            }
        }
    }
}
