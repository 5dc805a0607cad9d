import Foundation
import Loopback

/// What other people's programs find in the file of a class.
struct ClassPackageFiles {
    /// `report.json`.
    struct Outcome: Decodable {
        struct Student: Decodable {
            var studentId: Int?
            var name: String?
            var status: String
            var file: String?
            var code: String?
            var message: String?
        }

        var examId: Int
        var template: String
        var total: Int
        var done: Int
        var failed: Int
        var students: [Student]
    }

    let folder: TemporaryFolder

    init(_ bytes: [UInt8]) throws {
        folder = try TemporaryFolder()
        try Data(bytes).write(to: URL(filePath: folder.path + "/package"))
    }

    private var file: String { folder.path + "/package" }

    private func run(_ arguments: String...) throws -> String {
        let result = try CommandResult.run("/usr/bin/env", arguments)
        guard result.status == 0 else {
            throw BuiltFiles.Missing(description: "\(arguments) failed: \(result.output)\(result.error)")
        }
        return result.output
    }

    // MARK: A ZIP, read by Python

    /// The files in it, by name.
    func unzipped() throws -> [String: [UInt8]] {
        let target = folder.path + "/files"
        _ = try run("python3", "-m", "zipfile", "-e", file, target)
        let names = try FileManager.default.contentsOfDirectory(atPath: target)
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, Array(try Data(contentsOf: URL(filePath: target + "/" + $0)))) })
    }

    func outcome() throws -> Outcome {
        try JSONDecoder().decode(Outcome.self, from: Data(unzipped()["report.json"] ?? []))
    }

    // MARK: A PDF, read by qpdf and poppler

    /// Throws when qpdf finds something wrong.
    func check() throws { _ = try run("qpdf", "--check", file) }

    func pages() throws -> Int? {
        try run("pdfinfo", file).split(separator: "\n").first { $0.hasPrefix("Pages:") }
            .flatMap { Int($0.dropFirst("Pages:".count).trimmingCharacters(in: .whitespaces)) }
    }

    /// The outline's entries, in their order, and the pages that they lead to.
    func outline() throws -> [(title: String, page: Int)] {
        let text = try run("qpdf", "--json", "--json-key=outlines", file)
        let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return (document?["outlines"] as? [[String: Any]] ?? []).map { entry in
            (entry["title"] as? String ?? "", entry["destpageposfrom1"] as? Int ?? 0)
        }
    }

    /// The words of a page.
    func text(page: Int) throws -> String {
        try run("pdftotext", "-f", "\(page)", "-l", "\(page)", file, "-")
    }
}
