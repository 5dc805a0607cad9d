import Foundation
import Grading
import Loopback
import SheetPress

/// One scan in the bucket, and what is marked on it.
struct LumieSheet {
    let objectKey: String
    let sheet: MarkedSheet
}

/// An exam, and the sheets of pupils who sat it: printed, marked and scanned from seeds, so that what is right is known.
struct LumieSheets {
    static var exam: [String: Any] {
        [
            "id": 0, "name": "6월 모의고사", "category": "GRADED", "gradingType": "ABSOLUTE",
            "gradeScale": "NINE_GRADE", "totalQuestions": 45, "correctAnswers": answers, "questionScores": scores,
            "questionTypes": types, "totalPossibleScore": scores.values.reduce(0, +), "passScore": NSNull(),
            "createdAt": "2026-11-20T09:00:00", "updatedAt": "2026-11-20T09:00:00",
        ]
    }

    static let answers = Dictionary(uniqueKeysWithValues: (1...45).map { ("\($0)", "\($0 * 7 % 5 + 1)") })
    /// One question counts nothing, for the backend does not say what.
    static let scores = Dictionary(uniqueKeysWithValues: (1...44).map { ("\($0)", $0 % 4 == 0 ? 3 : 2) })
    static let types = Dictionary(uniqueKeysWithValues: (1...40).map { ("\($0)", $0 <= 17 ? "듣기" : "독해") })

    let sheets: [LumieSheet]
    /// Holds the objects as files, by their keys.
    let folder: TemporaryFolder

    /// What is no picture of a sheet.
    static let notes = "tmp/1/notes.jpg"
    /// A picture whose end is missing.
    static let torn = "tmp/1/torn.jpg"

    init() throws {
        folder = try TemporaryFolder()
        let press = try SheetPress(template: SheetTemplate.korean45)
        let known = Dictionary(uniqueKeysWithValues: Self.answers.map { ("q" + $0.key, $0.value) })
        let keys = ["tmp/ab c/스캔 1.jpg", "tmp/100%/a+b&c=d.jpg", "tmp/7/0003.jpg", "inst/omr/네 번째 (1).jpeg"]
        sheets = try keys.enumerated().map { index, key in
            // The first knows everything, the others less and less.
            let kept = known.filter { (Int($0.key.dropFirst()) ?? 0) % (index + 1) == 0 }
            return LumieSheet(objectKey: key, sheet: try press.sheet(seed: UInt64(301 + index), known: kept))
        }
        for sheet in sheets { try write(sheet.sheet.jpeg, to: sheet.objectKey) }
        try write(Array("no picture at all".utf8), to: Self.notes)
        try write(Array(sheets[0].sheet.jpeg.prefix(300)), to: Self.torn)
    }

    private func write(_ bytes: [UInt8], to key: String) throws {
        let file = URL(filePath: folder.path + "/" + key)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}
