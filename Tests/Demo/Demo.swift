import Foundation
import Grading
import Loopback
import SheetPress

/// The demonstration: a class is printed, marked, scanned badly, graded by the host through the loaded plugins, every field
/// is compared with what was marked, and the class's reports are written and drawn. Exit code 1 when a field is wrong or a
/// report is missing.
@main
enum Demo {
    static func main() {
        do {
            let folder = try DemoFolder(path: "var/demo")
            let wrong = try ClassDemo(folder: folder).run() + ScanDemo(folder: folder).run()
            print(
                """

                Everything is in \(folder.path): class/ and scans/ with a JSON and an overlay picture for each sheet, class.csv,
                commentary.txt, and the reports of the class: reports.zip, reports.pdf, and class.json, which they were made of.
                Look at \(folder.path)/class/sheet-01.overlay.jpg and at \(folder.path)/reports.pdf.
                """)
            exit(wrong == 0 ? 0 : 1)
        } catch {
            FileHandle.standardError.write(Data("demo: \(error)\n".utf8))
            exit(2)
        }
    }
}

/// Where the demonstration leaves its files; emptied at its start.
struct DemoFolder {
    let path: String

    init(path: String) throws {
        self.path = path
        try? FileManager.default.removeItem(atPath: path)
        for part in ["class", "scans"] {
            try FileManager.default.createDirectory(atPath: path + "/" + part, withIntermediateDirectories: true)
        }
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// Writes an answer and the overlay picture in it, each a file of its own.
    func write(answer: [String: Any], _ name: String) throws {
        var answer = answer
        if let text = answer["overlay"] as? String, let picture = Data(base64Encoded: text) {
            try picture.write(to: URL(fileURLWithPath: path + "/\(name).overlay.jpg"))
            answer["overlay"] = (name as NSString).lastPathComponent + ".overlay.jpg"
        }
        let json = try JSONSerialization.data(withJSONObject: answer, options: [.prettyPrinted, .sortedKeys])
        try json.write(to: URL(fileURLWithPath: path + "/\(name).json"))
    }
}

/// How the fields of one sheet compare with the truth.
struct Comparison {
    var fields = 0
    /// Read otherwise than marked, and not said to be doubtful.
    var wrong: [String] = []
    /// Left for a person to look at.
    var flagged: [String] = []

    /// - Parameters:
    ///   - answer: with `fields`, each with id, values and flag.
    ///   - truth: the marked values of each field.
    init(answer: [String: Any], truth: [String: [String]]) {
        var read: [String: (values: [String], flag: String)] = [:]
        for field in answer["fields"] as? [[String: Any]] ?? [] {
            guard let id = field["id"] as? String else { continue }
            read[id] = (field["values"] as? [String] ?? [], field["flag"] as? String ?? "")
        }
        for (id, values) in truth {
            fields += 1
            let field = read[id]
            if field?.flag == "doubtful" || field?.flag == "double" { flagged.append(id) }
            if field?.values.sorted() != values.sorted(), field?.flag != "doubtful" { wrong.append(id) }
        }
    }
}
