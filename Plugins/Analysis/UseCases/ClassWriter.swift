import AnalysisFacts
import PluginSDK

/// Writes the texts of a whole class, a few at once. One that cannot be written fails alone.
struct ClassWriter: Sendable {
    let writer: TextWriter
    let language: AnalysisLanguage
    let lanes: Int

    /// One text of a class: of a student, or the commentary on the exam.
    struct Place: Sendable {
        /// In the request's list; nil: the exam's commentary.
        var index: Int?
        var studentID: Int?
        var task: TextTask

        func said(_ status: ClassPiece.Status, _ text: WrittenText? = nil) -> ClassPiece.Student {
            ClassPiece.Student(
                index: index, studentId: studentID, status: status, content: text?.content,
                degraded: text?.isDegraded == true ? true : nil)
        }
    }

    /// What became of one text.
    struct Outcome: Sendable {
        var place: Place
        var said: ClassPiece.Student
        /// Why there is none, when another attempt may give one.
        var retry: Retry?
    }

    /// - Parameter tenant: whose class it is, where a command says so.
    func places(_ request: ClassFeedbackRequest, tenant: String? = nil) -> [Place] {
        let language = request.language ?? language
        let exam = request.exam.map { figures in
            Place(index: nil, studentID: nil, task: TextTask(figures, in: language, tenant: tenant))
        }
        return (exam.map { [$0] } ?? [])
            + request.students.enumerated().map { index, student in
                Place(
                    index: index, studentID: student.id, task: TextTask(student.figures, in: language, tenant: tenant))
            }
    }

    /// For who waits and looks on: in the order in which texts are there.
    ///
    /// - Throws: `CancellationError`; what `send` throws.
    func stream(_ request: ClassFeedbackRequest, job: Job, send: (ClassPiece) async throws -> Void) async throws {
        let places = places(request)
        try await send(ClassPiece(event: .`init`, done: 0, total: places.count))
        var done = 0
        var failed = 0
        try await each(
            places, job: job,
            begins: { place in
                try await send(
                    ClassPiece(event: .progress, done: done, total: places.count, student: place.said(.generating)))
            },
            ends: { outcome in
                done += 1
                failed += outcome.said.status == .error ? 1 : 0
                try await send(ClassPiece(event: .progress, done: done, total: places.count, student: outcome.said))
            })
        try await send(ClassPiece(event: .done, done: done, total: places.count, failed: failed))
    }

    /// Writes all of them; `begins` and `ends` are called for one at a time.
    ///
    /// - Throws: `CancellationError`; what `begins` and `ends` throw.
    func each(
        _ places: [Place], job: Job, begins: (Place) async throws -> Void, ends: (Outcome) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            var waiting = places[...]
            func beginNext() async throws {
                guard let place = waiting.popFirst() else { return }
                try await begins(place)
                group.addTask { try await outcome(of: place, job) }
            }
            for _ in 0..<max(1, lanes) { try await beginNext() }
            while let outcome = try await group.next() {
                try await ends(outcome)
                try await beginNext()
            }
        }
    }

    private func outcome(of place: Place, _ job: Job) async throws -> Outcome {
        do {
            return Outcome(place: place, said: place.said(.done, try await writer.write(place.task, job: job)))
        } catch let retry as Retry where retry.code == WritingFailure.unverifiedCode {
            // It had its second attempt; the other texts do not wait for a third.
            return Outcome(place: place, said: failed(place, code: retry.code, retry.message))
        } catch let retry as Retry {
            return Outcome(place: place, said: failed(place, code: retry.code, retry.message), retry: retry)
        } catch let reject as Reject {
            return Outcome(place: place, said: failed(place, code: reject.code, reject.message))
        }
    }

    private func failed(_ place: Place, code: String, _ message: String) -> ClassPiece.Student {
        var said = place.said(.error)
        said.errorCode = code
        said.errorMessage = message
        return said
    }
}
