import Foundation
import Loopback
import Testing

extension EndToEnd {
    /// What the command line says about a configuration.
    @Suite(.serialized) struct Configuration {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            try FileManager.default.createDirectory(
                atPath: folder.path + "/plugins", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
            try folder.install(BuiltFiles.product("Curve"), as: "plugins/libCurve.so")
        }

        private func proctor(_ arguments: String..., environment: [String: String] = [:]) throws -> CommandResult {
            try Command.run(arguments, in: folder.path, environment: environment)
        }

        private struct Problem: Decodable {
            let code: String
            let message: String
            let suggestion: String?
            let file: String
            let line: Int
            let column: Int
            let text: String
        }

        private struct Document: Decodable {
            let ok: Bool
            let problems: [Problem]
        }

        private struct Settings: Decodable {
            struct Setting: Decodable {
                let path: String
                let value: String
                let origin: String
                let secret: Bool
            }

            let settings: [Setting]

            subscript(path: String) -> Setting? { settings.first { $0.path == path } }
        }

        private func decoded<Output: Decodable>(_ text: String, as type: Output.Type = Output.self) throws -> Output {
            try JSONDecoder().decode(type, from: Data(text.utf8))
        }

        private static let mistakes = """
            version: 1
            host:
              http: { listen: "127.0.0.1:0" }
              admin: { listne: "127.0.0.1:0" }
            processors:
              curve:
                plugin: curve
                limits: { concurency: 2, timeout: 5 parsecs }
                bindings:
                  - { http: POSTT /curve, operation: curve.apply }
                  - { http: POST /b, operation: curve.apply }
                  - { http: POST /b, operation: curve.apply }
                config: { mean: ${NO_SUCH_VARIABLE} }

            """

        @Test("check says every mistake of the file with its place, its line, a caret and the nearest right word")
        func mistakes() throws {
            try folder.write(Self.mistakes, to: "plugins.yaml")
            let check = try proctor("check")
            #expect(check.status == 78)
            #expect(check.output == "plugins.yaml: 6 problems\n")
            let lines = check.error.split(separator: "\n", omittingEmptySubsequences: false)
            let wanted = [
                (4, 12, #"unknown key "listne" in host.admin; did you mean "listen"?"#),
                (8, 15, #"unknown key "concurency" in limits; did you mean "concurrency"?"#),
                (8, 39, #"timeout must be a time with its unit, and here is "5 parsecs""#),
                (10, 17, #"the method of "POSTT /curve" is not one of a binding; did you mean "POST"?"#),
                (12, 17, "POST /b is bound already"),
                (13, 21, "the environment variable NO_SUCH_VARIABLE is not set"),
            ]
            let sources = Self.mistakes.split(separator: "\n")
            for (number, (line, column, text)) in wanted.enumerated() {
                let said = lines.dropFirst(3 * number).prefix(3)
                try #require(said.count == 3, "\(check.error)")
                let message = String(said[said.startIndex])
                #expect(message.hasPrefix("plugins.yaml:\(line):\(column): error: "), "\(message)")
                #expect(message.contains(text), "\(message)")
                // The line as it stands in the file, and the caret below the column.
                let (shown, caret) = (said[said.startIndex + 1], said[said.startIndex + 2])
                #expect(shown.hasSuffix(sources[line - 1]))
                #expect(caret.count - (shown.count - sources[line - 1].count) == column)
                #expect(caret.drop { $0 == " " } == "^")
            }
        }

        @Test("check --json says the same for programs")
        func document() throws {
            try folder.write(Self.mistakes, to: "plugins.yaml")
            let check = try proctor("check", "--json")
            #expect(check.status == 78)
            let document: Document = try decoded(check.output)
            #expect(!document.ok)
            #expect(document.problems.map(\.line) == [4, 8, 8, 10, 12, 13])
            #expect(document.problems.map(\.column) == [12, 15, 39, 17, 17, 21])
            #expect(document.problems.allSatisfy { $0.file == "plugins.yaml" })
            #expect(document.problems[0].code == "config.unknown_key")
            #expect(document.problems[0].message == #"unknown key "listne" in host.admin"#)
            #expect(document.problems[0].suggestion == #"did you mean "listen"?"#)
            #expect(document.problems[0].text == #"  admin: { listne: "127.0.0.1:0" }"#)
            try folder.write("version: 1\nprocessors: { curve: { plugin: curve } }\n", to: "plugins.yaml")
            let right = try proctor("check", "--json")
            #expect(right.status == 0)
            #expect(try decoded(right.output, as: Document.self).ok)
        }

        @Test("check says at once what plugins find wrong: settings, operations, times, and a plugin that is not there")
        func pluginMistakes() throws {
            try folder.write(
                """
                version: 1
                processors:
                  curve:
                    plugin: curve
                    bindings:
                      - { http: POST /a, operation: curve.aply }
                      - { schedule: "61 * * * *", operation: curve.apply }
                    config: { mean: 700, maen: 3 }
                  other:
                    plugin: curv

                """, to: "plugins.yaml")
            let check = try proctor("check", "--json")
            #expect(check.status == 78)
            let problems = try decoded(check.output, as: Document.self).problems
            #expect(problems.map(\.line).sorted() == [6, 7, 8, 8, 10], "\(check.output)")
            #expect(problems.contains { $0.code == "binding.unknown_operation" && $0.line == 6 })
            #expect(problems.contains { $0.code == "settings.invalid" && $0.line == 8 && $0.column == 15 })
            #expect(problems.contains { $0.code == "settings.invalid" && $0.line == 8 && $0.column == 26 })
            #expect(problems.contains { $0.code == "plugin.not_found" && $0.line == 10 })
        }

        @Test("check --effective says where each value comes from, and hides secrets")
        func effective() throws {
            try folder.write(
                """
                version: 1
                host:
                  http: { listen: "127.0.0.1:${PORT:-8080}", auth: { bearer: "${TOKEN}" } }
                  log: { level: ${LEVEL:-info} }
                processors:
                  curve: { plugin: curve, config: { mean: ${MEAN} } }

                """, to: "plugins.yaml")
            let secret = "a-secret-of-this-length"
            let environment = ["PORT": "7000", "TOKEN": secret, "MEAN": "12"]
            let text = try proctor("check", "--effective", environment: environment)
            #expect(text.status == 0, "\(text.error)")
            let document = try proctor("check", "--effective", "--json", environment: environment)
            let settings: Settings = try decoded(document.output)
            #expect(settings["host.http.listen"]?.value == "127.0.0.1:7000")
            #expect(settings["host.http.listen"]?.origin == "environment PORT")
            #expect(settings["host.http.auth.bearer"]?.secret == true)
            #expect(settings["host.http.auth.bearer"]?.origin == "environment TOKEN")
            #expect(settings["host.log.level"]?.origin == "plugins.yaml:4:17")
            #expect(settings["host.http.read_timeout"]?.origin == "default")
            #expect(settings["processors.curve.config.mean"]?.value == "12")
            #expect(settings["processors.curve.config.mean"]?.origin == "environment MEAN")
            for row in settings.settings { #expect(text.output.contains(row.path)) }
            #expect(!(text.output + document.output).contains(secret))
        }

        @Test("schema is JSON that describes the plugins' settings too")
        func schema() throws {
            try folder.write("version: 1\nprocessors: { curve: { plugin: curve } }\n", to: "plugins.yaml")
            let output = try proctor("schema").output
            let schema = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
            let definitions = try #require(schema["$defs"] as? [String: Any])
            let settings = definitions["settings-curve"] as? [String: Any]
            let mean = (settings?["properties"] as? [String: Any])?["mean"] as? [String: Any]
            #expect(mean?["description"] as? String == "Mean that the curve aims at, in points.")
            #expect(mean?["maximum"] as? Double == 100)
            #expect((schema["properties"] as? [String: Any])?["processors"] != nil)
        }

        @Test("what add prints makes a plugin that was found and not configured a processor")
        func add() throws {
            try folder.write("version: 1\nprocessors: {}\n", to: "plugins.yaml")
            let before = try proctor("check")
            #expect(before.output.contains("found, not configured: org.example.curve 1.2.0"))
            let entry = try proctor("add", "curve")
            #expect(entry.status == 0, "\(entry.error)")
            try folder.write("version: 1\nprocessors:\n" + entry.output, to: "plugins.yaml")
            let after = try proctor("check")
            #expect(after.status == 0, "\(after.error)")
            #expect(after.output.contains("curve: org.example.curve 1.2.0"))
            #expect(after.output.contains("bindings: POST /curve"))
            #expect(!after.output.contains("found, not configured"))
            let effective = try proctor("check", "--effective").output
            #expect(effective.split(separator: "\n").contains { $0.contains("curve.config.mean") && $0.contains("60") })
            #expect(try proctor("add", "nothing").status == 69)
        }
    }
}
