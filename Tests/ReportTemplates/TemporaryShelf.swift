import Foundation
import Synchronization

@testable import ReportTemplates

/// A shelf folder of the test's own, and clocks that only the test moves.
final class TemporaryShelf: Sendable {
    let path: String
    private let seconds = Mutex(0)
    private let told = Mutex<[String]>([])

    init() throws {
        path = NSTemporaryDirectory() + "shelf-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a folder as it shall be: files that are not named are removed.
    func write(_ name: String, _ files: [String: [UInt8]]) throws {
        remove(name)
        for (file, bytes) in files { try write("\(name)/\(file)", bytes) }
    }

    func write(_ path: String, _ bytes: [UInt8]) throws {
        let file = URL(fileURLWithPath: self.path + "/" + path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755])
        try Data(bytes).write(to: file)
        chmod(file.path, 0o644)
    }

    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: "\(path)/\(name)") }

    func shelf(builtIn: [FolderContent] = [], limits: FolderLimits = FolderLimits()) throws -> TemplateShelf {
        let start = Int(Date().timeIntervalSince1970) + 1_000
        return try TemplateShelf(
            builtIn: builtIn, folder: path, limits: limits,
            clocks: TemplateShelf.Clocks(
                monotonic: { [self] in UInt64(seconds.withLock { $0 } + 1_000) * 1_000_000_000 },
                calendar: { [self] in (start + seconds.withLock { $0 }) * 1_000_000_000 }),
            tell: { [self] event in told.withLock { $0.append(Self.text(event)) } })
    }

    func pass(seconds more: Int) { seconds.withLock { $0 += more } }

    /// What the shelf told since the last time.
    func events() -> [String] {
        told.withLock { told in
            defer { told = [] }
            return told
        }
    }

    private static func text(_ event: ShelfEvent) -> String {
        switch event {
        case .loaded(let template): "loaded \(template.name)"
        case .refused(let name, let problems, let serving):
            "refused \(name): \(problems.map(\.code).joined(separator: ", ")); serving \(serving == nil ? "none" : "one")"
        case .recovered(let name): "recovered \(name)"
        case .removed(let name): "removed \(name)"
        case .unreadable(let problems): "unreadable: \(problems.map(\.code).joined(separator: ", "))"
        }
    }
}
