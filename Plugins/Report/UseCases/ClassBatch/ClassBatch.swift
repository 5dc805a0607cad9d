import PluginSDK

/// Makes the reports of one class, each on its own: a student who fails is named and leaves the others alone.
struct ClassBatch: Sendable {
    let maker: ReportMaker
    let settings: ClassSettings
    let plan: ClassPlan
    let look: Look

    /// One look for the whole class.
    struct Look: Sendable {
        var template: any PinnedTemplate
        var templateName: String
        var manner: ReportManner
        var output: ReportOutput
        var day: String
        var tenant: String
        var academy: String?
        var commentary: String?
        var feedback: [Int: String]
    }

    /// One student, as far as several are made at once.
    private enum Made: Sendable {
        case draft(ReportDraft, DrawnReport?)
        case refused(ClassRefusal)
    }

    /// - Parameter progress: after each student, in the roster's order.
    /// - Throws: `CancellationError`; `Reject` when the package itself is lost; what its sink and `progress` throw.
    func run(
        into package: any ClassPackage, job: Job,
        progress: (ClassOutcome.Student, _ done: Int) async throws -> Void
    ) async throws -> ClassOutcome {
        var package = package
        let preparing = Preparation(package: package)
        var outcome = ClassOutcome(
            examId: plan.examID, examName: plan.exam?.exam.name, template: look.templateName,
            templateVersion: look.template.version, total: plan.members.count, done: 0, students: [])
        // The backend is asked well ahead; the drawing room's lanes bound how many draw.
        let width = plan.exam == nil ? max(settings.fetches, settings.lanes) : settings.lanes
        try await makeInOrder(plan.members, width: width, ahead: width + 2) { member in
            try job.checkCancellation()
            return try await make(member, preparing, job: job)
        } deliver: { index, made in
            try job.checkCancellation()
            let student = try await add(made, of: plan.members[index], to: &package)
            outcome.students.append(student)
            if student.status == .done { outcome.done += 1 }
            maker.metrics.generated(success: student.status == .done, mode: .ofClass)
            try await progress(student, index + 1)
        }
        try await package.finish(outcome, locale: look.manner.locale)
        return outcome
    }

    /// The part of a package that several tasks may use: packages are values, and `prepare` reads what never changes.
    private struct Preparation: @unchecked Sendable {
        let package: any ClassPackage
    }

    private func make(_ member: ClassPlan.Member, _ preparing: Preparation, job: Job) async throws -> Made {
        do {
            let draft = try await draft(of: member, job: job)
            return .draft(draft, try await preparing.package.prepare(draft))
        } catch {
            return .refused(try Self.refusal(error, job))
        }
    }

    private func draft(of member: ClassPlan.Member, job: Job) async throws -> ReportDraft {
        let id = member.studentID ?? 0
        let request = ReportRequest(
            tenant: look.tenant, studentID: id, examID: plan.examID, commentary: look.commentary,
            feedback: look.feedback[id])
        let facts: ReportFacts
        switch member.source {
        case .refused(let refusal): throw refusal
        case .backend: facts = try await maker.facts.facts(for: request, job: job)
        case .graded(let result):
            guard let exam = plan.exam else { throw ClassRefusal.missing }
            facts = ReportFacts(
                exam: exam, academy: look.academy,
                student: ReportData.Student(id: id, name: member.name ?? "", school: member.school), result: result,
                statistics: plan.statistics, commentary: request.commentary.map { OutsideText.paragraphs($0) },
                feedback: request.feedback.map { OutsideText.paragraphs($0) })
        }
        var manner = look.manner
        manner.options.secondPage = manner.options.secondPage && (facts.commentary != nil || facts.feedback != nil)
        let data = ReportData(facts, manner: manner, day: look.day)
        return ReportDraft(request: request, name: data.student.name, data: data.json)
    }

    private func add(
        _ made: Made, of member: ClassPlan.Member, to package: inout any ClassPackage
    ) async throws -> ClassOutcome.Student {
        switch made {
        case .refused(let refusal): return Self.failed(member, refusal)
        case .draft(let draft, let report):
            do {
                let added = try await package.add(draft, report)
                return ClassOutcome.Student(
                    studentId: member.studentID, name: draft.name, status: .done, file: package.fileName(of: draft),
                    findings: added.findings, missingGlyphs: added.missingGlyphs)
            } catch let refusal as DrawingRefusal {
                return Self.failed(member, ClassRefusal(.drawing(refusal)))
            } catch let refusal as ReportRefusal {
                return Self.failed(member, ClassRefusal(refusal))
            }
        }
    }

    private static func failed(_ member: ClassPlan.Member, _ refusal: ClassRefusal) -> ClassOutcome.Student {
        ClassOutcome.Student(
            studentId: member.studentID, name: member.name, status: .failed, code: refusal.code,
            message: refusal.message, findings: [], missingGlyphs: 0)
    }

    /// What an error means for one student. - Throws: what ends the batch: cancelling.
    private static func refusal(_ error: any Error, _ job: Job) throws -> ClassRefusal {
        if error is CancellationError || job.isCancelled { throw CancellationError() }
        return switch error {
        case let refusal as ClassRefusal: refusal
        case let refusal as ReportRefusal: ClassRefusal(refusal)
        case let refusal as DrawingRefusal: ClassRefusal(.drawing(refusal))
        case let error as ServiceError: ClassRefusal(code: error.code, message: error.message)
        case let retry as Retry: ClassRefusal(code: retry.code, message: retry.message)
        case let reject as Reject: ClassRefusal(code: reject.code, message: reject.message)
        default:
            // Other errors may carry anything, whoever's report it is.
            ClassRefusal(code: "report.failed", message: "성적표를 만들지 못했습니다: the report cannot be made.")
        }
    }
}

extension ClassRefusal {
    init(_ refusal: ReportRefusal) { self.init(code: refusal.code, message: refusal.message) }
}
