import Foundation
import Loopback

/// The scans of Tests/Fixtures: three more sheets of ours, and real ones, each template a processor of its own.
struct ScanDemo {
    let folder: DemoFolder
    private static let fixtures = "Tests/Fixtures/omr"

    private struct Scan: Decodable {
        var file: String
        var template: String
        var fields: [String: [String]]
        var ambiguous: [String]
        var texts: [String: String]
    }

    /// Returns how many fields were read wrong.
    func run() throws -> Int {
        let truth = try Data(contentsOf: URL(fileURLWithPath: Self.fixtures + "/truth.json"))
        let scans = try JSONDecoder().decode([Scan].self, from: truth)
        let host = try self.host(templates: Set(scans.map(\.template)).sorted())
        defer { host.stop() }
        let client = try host.client()
        var total = (fields: 0, wrong: 0, flagged: 0)
        print("\nthe scans in \(Self.fixtures):")
        for scan in scans {
            let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/scans/\(scan.file)")))
            let answer = try client.post(
                "/" + scan.template, file: ("image", scan.file, "image/jpeg", bytes), fields: ["overlay": "jpeg"])
            guard answer.status == 200 else {
                throw BuiltFiles.Missing(description: "\(scan.file): HTTP \(answer.status): \(answer.text)")
            }
            let read = answer.json
            let name = "scans/" + (scan.file as NSString).deletingPathExtension
            try folder.write(answer: read, name)
            let comparison = Comparison(
                answer: read, truth: scan.fields.filter { !scan.ambiguous.contains($0.key) })
            var wrong = comparison.wrong
            let texts = read["texts"] as? [String: String] ?? [:]
            for (text, value) in scan.texts where texts[text] != value { wrong.append(text) }
            let fields = comparison.fields + scan.texts.count
            total.fields += fields
            total.wrong += wrong.count
            total.flagged += comparison.flagged.count
            let notes = wrong.map { "WRONG \($0)" } + comparison.flagged.sorted()
            print(
                "  \(scan.file): \(fields) fields, \(wrong.count) wrong\(notes.isEmpty ? "" : ": " + notes.joined(separator: " "))"
            )
        }
        print("\(scans.count) scans, \(total.fields) fields, \(total.wrong) wrong, \(total.flagged) flagged")
        return total.wrong
    }

    /// A host with one processor for each template, on the plugins of the default deployment.
    private func host(templates: [String]) throws -> RunningHost {
        let root = FileManager.default.currentDirectoryPath
        var text = """
            version: 1
            host:
              http: { listen: "127.0.0.1:0" }
              admin: { listen: "127.0.0.1:0" }
              plugins: [ \(root)/var/plugins ]
            processors:

            """
        for template in templates {
            text += """
                  \(template):
                    plugin: grading
                    bindings: [ { http: POST /\(template), operation: grading.read } ]
                    config: { sheet: \(root)/\(Self.fixtures)/templates/\(template).json }

                """
        }
        let config = folder.path + "/scans.yaml"
        try text.write(toFile: config, atomically: true, encoding: .utf8)
        let host = RunningHost(config: config, state: folder.path + "/var", logFile: folder.path + "/scans.log")
        try host.start(proctor: BuiltFiles.proctor())
        return host
    }
}
