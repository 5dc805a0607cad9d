import Foundation
import Loopback

/// An operator's folder of templates.
struct TemplateFolder {
    let folder: TemporaryFolder
    var path: String { folder.path }

    init() throws { folder = try TemporaryFolder() }

    /// Puts files in place one by one, each by a rename.
    func write(_ template: String, _ files: [String: String]) throws {
        for (name, text) in files {
            let file = URL(filePath: "\(path)/\(template)/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    /// A page with the student's name, of this height in CSS pixels: which version drew a report is seen by its size.
    static func nameTag(height: Int) -> String {
        """
        <report title="{{ student.name }}" lang="ko" width="400" height="\(height)" padding="20">
          <page><text size="24">{{ student.name }}</text></page>
        </report>

        """
    }
}
