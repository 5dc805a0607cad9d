import Foundation

/// What reports looked like when a person last agreed: files of Tests/Fixtures/report.
///
/// `PROCTOR_GOLDEN=write swift test --disable-xctest --filter ReportGolden` writes them anew; look at the pictures before
/// they are committed.
enum GoldenFiles {
    static let isWriting = ProcessInfo.processInfo.environment["PROCTOR_GOLDEN"] == "write"

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../Fixtures/report").standardizedFileURL

    /// The bytes that were agreed on; nil: there are none yet.
    ///
    /// - Parameter path: `images/ordinary.png`.
    static func bytes(_ path: String) -> [UInt8]? {
        (try? Data(contentsOf: folder.appendingPathComponent(path))).map { [UInt8]($0) }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// The names of the files of a folder, without their ending.
    static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(path).path)
            .map { $0.split(separator: ".").first.map(String.init) ?? $0 }.sorted()
    }
}
