import PluginSDK

/// What became of a class: `report.json` in the archive.
struct ClassOutcome: Codable, Sendable, Equatable {
    struct Student: Codable, Sendable, Equatable {
        enum Status: String, Codable, Sendable, CaseIterable { case done, failed }

        /// Nil for a result that belongs to nobody of the roster.
        var studentId: Int?
        var name: String?
        var status: Status
        /// Of the report in the archive.
        var file: String?
        /// Why there is no report: `result.missing`, `roster.unmatched`, codes of templates and of the backend.
        var code: String?
        var message: String?
        /// What a person should look at: `layout.overflow`.
        var findings: [String]
        var missingGlyphs: Int
    }

    var examId: Int
    var examName: String?
    var template: String
    /// The same for all reports of the class.
    var templateVersion: String
    var total: Int
    var done: Int
    /// In the order of the roster; results that belong to nobody come last.
    var students: [Student]

    var failed: [Student] { students.filter { $0.status == .failed } }

    /// As `report.json` has it: every member, null where there is nothing.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 256 + students.count * 200)
        writer.object { writer in
            writer.name("examId")
            writer.integer(examId)
            writer.name("examName")
            writer.string(examName)
            writer.name("template")
            writer.string(template)
            writer.name("templateVersion")
            writer.string(templateVersion)
            writer.name("total")
            writer.integer(total)
            writer.name("done")
            writer.integer(done)
            writer.name("failed")
            writer.integer(failed.count)
            writer.name("students")
            writer.array(students) { $1.write(to: &$0) }
        }
        return writer.bytes
    }
}

extension ClassOutcome.Student {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("studentId")
            writer.integer(studentId)
            writer.name("name")
            writer.string(name)
            writer.name("status")
            writer.string(status.rawValue)
            writer.name("file")
            writer.string(file)
            writer.name("code")
            writer.string(code)
            writer.name("message")
            writer.string(message)
            writer.name("findings")
            writer.array(findings) { $0.string($1) }
            writer.name("missingGlyphs")
            writer.integer(missingGlyphs)
        }
    }
}

/// A piece of `report.class_stream`.
struct ClassPiece: Codable, Sendable, Equatable {
    enum Kind: String, Codable, Sendable, CaseIterable {
        /// One more student is done or has failed.
        case progress
        /// The last piece: where the files are.
        case done
    }

    /// A file that is kept.
    struct File: Codable, Sendable, Equatable {
        /// For `report.file`.
        var key: String
        var mediaType: String
        /// Bytes.
        var size: Int
    }

    var event: Kind
    /// Students so far, and all.
    var done: Int
    var total: Int
    var studentId: Int?
    var status: ClassOutcome.Student.Status?
    var message: String?
    /// Several where a ZIP is larger than one file may be; `report.json` is in the last.
    var files: [File]?
    var failed: [ClassOutcome.Student]?
}
