import PluginSDK
import PluginTestKit
import Synchronization
import Testing

@testable import Report

@Suite("Progress of a class")
struct ClassStreamTests {
    /// The pieces of a stream that is read to its end.
    private func stream(_ fixture: ClassFixture, _ request: ClassRequest) async throws -> [ClassPiece] {
        let pieces = Collected<ClassPiece>()
        try await fixture.reports.stream(request, job: fixture.job(tenant: "demo"), to: Output { pieces.add($0) })
        return pieces.all
    }

    @Test("a piece for each student in order, and at the end where the file is")
    func pieces() async throws {
        let fixture = try ClassFixture()
        fixture.rendering.behave { student in
            if student == 1003 { throw DrawingRefusal(code: "layout.limit", message: "It is too large.") }
        }
        let pieces = try await stream(fixture, ClassFixture.whole())
        #expect(pieces.map(\.event) == [.progress, .progress, .progress, .done])
        #expect(pieces.map(\.done) == [1, 2, 3, 3])
        #expect(pieces.map(\.studentId) == [1001, 1002, 1003, nil])
        #expect(pieces.map(\.status) == [.done, .done, .failed, nil])
        let last = try #require(pieces.last)
        #expect(last.failed?.map(\.code) == ["layout.limit"])
        let kept = try #require(last.files?.first)
        #expect(last.files?.count == 1)
        #expect(kept.mediaType == "application/zip")

        let file = try await fixture.reports.kept(kept.key, job: fixture.job(tenant: "demo"))
        #expect(file.bytes.count == kept.size)
        #expect(try ZIPReader.entries(of: file.bytes).count == 3)
    }

    @Test("a ZIP that is larger than one file may be becomes several, whole each, with report.json in the last")
    func parts() async throws {
        var classes = ClassSettings()
        classes.fileLimit = 1_000_000
        let fixture = try ClassFixture(classes: classes)
        fixture.rendering.pad(400_000)
        let last = try #require(try await stream(fixture, ClassFixture.whole()).last)
        let files = try #require(last.files)
        var names: [[String]] = []
        for file in files {
            #expect(file.size <= classes.fileLimit)
            let bytes = try await fixture.reports.kept(file.key, job: fixture.job(tenant: "demo")).bytes
            names.append(try ZIPReader.entries(of: bytes).map(\.name))
        }
        #expect(names == [["report_1001_42.jpg", "report_1002_42.jpg"], ["report_1003_42.jpg", "report.json"]])
    }

    @Test("a report that is larger than a file may be is named, and the others are kept")
    func tooLargeReport() async throws {
        var classes = ClassSettings()
        classes.fileLimit = 1_000_000
        let fixture = try ClassFixture(classes: classes)
        fixture.rendering.pad(1_000_000)
        let last = try #require(try await stream(fixture, ClassFixture.whole()).last)
        #expect(last.failed?.map(\.code) == ["report.too_large", "report.too_large", "report.too_large"])
        #expect(last.files?.count == 1)
    }

    @Test("a PDF that is larger than a file may be ends as soon as that is known, not at the last student")
    func tooLargeBook() async throws {
        var classes = ClassSettings()
        classes.fileLimit = 1_000_000
        let fixture = try ClassFixture(classes: classes)
        fixture.rendering.pad(400_000)
        let error = await #expect(throws: Reject.self) {
            try await stream(fixture, ClassFixture.whole(#", "package": "pdf""#))
        }
        #expect(error?.code == "class.too_large")
        #expect(fixture.rendering.drawn == 2)
        #expect(try await fixture.reports.book(ClassFixture.whole(), job: fixture.job()).bytes.count > 0)
    }

    @Test("what was kept is removed when the stream fails: nobody was told its name")
    func failing() async throws {
        var classes = ClassSettings()
        classes.fileLimit = 1_000_000
        let fixture = try ClassFixture(classes: classes)
        fixture.rendering.pad(400_000)
        let job = fixture.job(tenant: "demo")
        let request = try ClassFixture.graded(
            (0..<20).map { #"{"studentId": \#($0), "totalScore": 1}"# }, roster: "[]")
        let started = Mutex(0)
        let task = Task { try await fixture.reports.stream(request, job: job, to: Output { _ in }) }
        fixture.rendering.behave { _ in
            // By then a first file of two reports is full.
            if started.withLock({ count in
                count += 1; return count
            }) == 10 {
                #expect(try await !job.host.blobs.list(prefix: "class/").entries.isEmpty)
                task.cancel()
            }
            try Task.checkCancellation()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await job.host.blobs.list(prefix: "class/").entries.isEmpty)
    }

    @Test("a file is its tenant's alone, and gone after a while")
    func kept() async throws {
        let fixture = try ClassFixture()
        let pieces = try await stream(fixture, ClassFixture.whole())
        let key = try #require(pieces.last?.files?.first?.key)
        await #expect(throws: Reject.self) { try await fixture.reports.kept(key, job: fixture.job(tenant: "other")) }
        await #expect(throws: Reject.self) { try await fixture.reports.kept(key, job: fixture.job()) }
        fixture.services.advance(by: .seconds(86_401))
        await #expect(throws: Reject.self) { try await fixture.reports.kept(key, job: fixture.job(tenant: "demo")) }
    }

    @Test(
        "names that are no file's are not looked for",
        arguments: ["", "..", "../x.zip", "a/b.zip", "42-1.zip/..", "42-AB.zip", "42 1.zip", "%2e%2e"])
    func hostileNames(name: String) async throws {
        let fixture = try ClassFixture()
        let error = await #expect(throws: Reject.self) { try await fixture.reports.kept(name, job: fixture.job()) }
        #expect(error?.httpStatus == 404)
    }

    @Test("names of files differ, and tenants' names do not leave their folder")
    func names() {
        let one = ClassFileKey(exam: 42, extension: "zip")
        #expect(one != ClassFileKey(exam: 42, extension: "zip"))
        #expect(ClassFileKey(one.text) == one)
        #expect(one.blob(of: "a/b").hasPrefix("class/a%2Fb/"))
    }
}
