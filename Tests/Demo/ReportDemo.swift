import Foundation
import Loopback

/// The class's reports, from the answers of grading and a roster alone, with texts about them on second pages: once as a
/// ZIP, once as one PDF.
struct ReportDemo {
    let folder: DemoFolder
    let client: HTTPClient
    let exam: [String: Any]

    private static let packages = [("/v1/reports/class", "reports.zip"), ("/v1/reports/class/pdf", "reports.pdf")]

    /// - Parameters:
    ///   - graded: what `grading.grade` answered for each sheet.
    ///   - truth: what is marked on the sheets; the roster's phones end in the digits there.
    /// - Returns: how many reports are missing in the ZIP.
    func run(_ graded: [[String: Any]], of truth: [[String: [String]]]) throws -> Int {
        let roster = truth.enumerated().map { Self.entry($0, truth: $1) }
        let analysis = AnalysisDemo(folder: folder, client: client, examName: exam["name"] as? String ?? "")
        let texts = try analysis.run(graded, roster: roster)
        var request: [String: Any] = [
            "exam": exam, "results": graded.map { $0.filter { !["fields", "overlay"].contains($0.key) } },
            "roster": roster, "academy": "새벽별 영어학원", "feedback": texts.feedback,
        ]
        request["commentary"] = texts.commentary
        let json = try JSONSerialization.data(withJSONObject: request, options: [.prettyPrinted, .sortedKeys])
        try folder.write(Array(json), "class.json")
        print("\ndrawing the reports of these \(graded.count) pupils ...")
        var missing = 0
        for (path, name) in Self.packages {
            let start = Date()
            let answer = try client.post(path, json: String(decoding: json, as: UTF8.self))
            guard answer.status == 200 else {
                throw BuiltFiles.Missing(description: "\(name): HTTP \(answer.status): \(answer.text.prefix(1000))")
            }
            let each = Date().timeIntervalSince(start) * 1_000 / Double(max(graded.count, 1))
            try folder.write(answer.body, name)
            if name.hasSuffix(".zip") { missing = graded.count - Self.reports(inZIP: answer.body) }
            let size = Double(answer.body.count) / 1_048_576
            print(String(format: "  %@: %.1f MiB, %.0f ms a report", name, size, each))
        }
        print("\(graded.count) reports, \(missing) missing")
        return missing
    }

    /// A pupil of the roster. Names and schools are made up of parts.
    private static func entry(_ index: Int, truth: [String: [String]]) -> [String: Any] {
        let families = Array("김이박최정강조윤장임")
        let given = ["하늘", "서준", "지우", "하윤", "도현", "수아", "민재", "예린"]
        let schools = ["한빛고등학교", "새봄고등학교", "누리고등학교"]
        let digits = (1...8).map { truth["phone\($0)"]?.first ?? "0" }
        return [
            "studentId": 1001 + index, "name": "\(families[index % families.count])\(given[index % given.count])",
            "phone": "010-\(digits[..<4].joined())-\(digits[4...].joined())", "school": schools[index % schools.count],
        ]
    }

    /// A file for each report, and report.json; the archive's last 22 bytes have their number (APPNOTE.TXT 4.3.16).
    private static func reports(inZIP bytes: [UInt8]) -> Int {
        guard bytes.count >= 22 else { return 0 }
        let end = bytes[(bytes.count - 22)...]
        return Int(end[end.startIndex + 10]) + Int(end[end.startIndex + 11]) << 8 - 1
    }
}
