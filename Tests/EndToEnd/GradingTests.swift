import Foundation
import Grading
import Loopback
import SheetPress
import Testing

extension EndToEnd {
    /// Answer sheets through the loaded plugin, as the backend sends them.
    @Suite(.serialized) struct GradingService {
        private static let key = [
            "correct_answers": #"{"1":"3","2":"1","10":"5","45":"2"}"#,
            "question_scores": #"{"1":2,"2":3,"10":2}"#,
            "question_types": #"{"1":"듣기","2":"문법"}"#,
        ]

        private func host() throws -> HostUnderTest {
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Grading"), "libGrading.so")],
                processors: "  grading: { plugin: grading, limits: { concurrency: 2 } }")
            try host.start()
            return host
        }

        private func grade(
            _ host: HostUnderTest, _ image: [UInt8], path: String = "/api/omr/grade", fields: [String: String] = key
        ) throws -> HTTPClient.Answer {
            try host.client().post(path, file: ("image", "omr.jpg", "image/jpeg", image), fields: fields)
        }

        @Test func aClassIsReadWithoutAWrongField() throws {
            let host = try host()
            let press = try SheetPress(template: SheetTemplate.korean45)
            for seed in 101...104 {
                let sheet = try press.sheet(seed: UInt64(seed))
                let answer = try grade(host, sheet.jpeg, fields: Self.key.merging(["detail": "full"]) { $1 })
                #expect(answer.status == 200, "\(answer.text)")
                let fields = answer.json["fields"] as? [[String: Any]] ?? []
                #expect(fields.count == 53)
                for field in fields {
                    let id = field["id"] as? String ?? ""
                    let values = (field["values"] as? [String] ?? []).sorted()
                    #expect(
                        values == (sheet.truth[id] ?? ["?"]).sorted() || field["flag"] as? String == "doubtful",
                        "seed \(seed), \(id)")
                }
            }
        }

        @Test func theAnswerHasTheContractsKeysAndNoOthers() throws {
            let host = try host()
            let sheet = try SheetPress(template: SheetTemplate.korean45).sheet(seed: 7)
            let answer = try grade(host, sheet.jpeg)
            #expect(answer.headers["content-type"] == "application/json")
            #expect(Set(answer.json.keys) == ["totalScore", "grade", "phoneNumber", "results", "imageInfo"])
            let results = try #require(answer.json["results"] as? [[String: Any]])
            #expect(results.map { $0["questionNumber"] as? Int } == [1, 2, 10, 45])
            #expect(
                Set(results[0].keys) == [
                    "questionNumber", "studentAnswer", "correctAnswer", "score", "earnedScore", "questionType",
                ])
            #expect(results[3]["score"] as? Int == 0)
            #expect(results[3]["questionType"] as? String == "기타")
            #expect((answer.json["phoneNumber"] as? String)?.count == 8)
            let info = try #require(answer.json["imageInfo"] as? [String: Any])
            #expect(Set(info.keys) == ["originalSize", "resizedSize", "scaleFactors", "aspectRatio"])
            #expect(info["resizedSize"] as? String == "2480x3508")
            let alias = try grade(host, sheet.jpeg, path: "/api/temp/grading")
            #expect(alias.body == answer.body)
        }

        @Test func unparsableKeysAreTheContracts400() throws {
            let host = try host()
            let sheet = try SheetPress(template: SheetTemplate.korean45).sheet(seed: 7)
            for broken in ["{", "", "not json"] {
                let answer = try grade(host, sheet.jpeg, fields: Self.key.merging(["correct_answers": broken]) { $1 })
                #expect(answer.status == 400, "\(broken): \(answer.text)")
                #expect(
                    (answer.json["detail"] as? String)?.hasPrefix("JSON 파싱 오류: ") == true, "\(broken): \(answer.text)")
            }
        }

        @Test func aMissingPartIsNamed() throws {
            let host = try host()
            let answer = try host.client().post("/api/omr/grade", file: nil, fields: Self.key)
            #expect(answer.status == 422)
            let detail = (answer.json["detail"] as? [[String: Any]])?.first
            #expect(detail?["loc"] as? [String] == ["body", "image"])
            #expect(detail?["type"] as? String == "missing")
        }

        /// Everything that is no scan of the sheet: the contract's error each, and the host serves on.
        @Test func whatIsNoSheetIsRefusedAndNeverGuessed() throws {
            let host = try host()
            let sheet = try SheetPress(template: SheetTemplate.korean45).sheet(seed: 7)
            var random = SystemRandomNumberGenerator()
            let noise = (0..<(800 * 600)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let header: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
            let huge: [UInt8] =
                header + Array("IHDR".utf8) + [0, 0, 0xC3, 0x50, 0, 0, 0xC3, 0x50, 8, 0, 0, 0, 0, 0, 0, 0, 0]
            let wrong: [(String, [UInt8])] = [
                (
                    "a photo of something else",
                    try ImageCodec.encodeJPEG(noise, width: 800, height: 600, channels: 1, quality: 80)
                ),
                (
                    "a blank page",
                    try ImageCodec.encodeJPEG(
                        [UInt8](repeating: 255, count: 1_170 * 827), width: 1_170, height: 827, channels: 1, quality: 80
                    )
                ),
                ("a truncated scan", Array(sheet.jpeg.prefix(sheet.jpeg.count / 3))),
                ("one pixel", try ImageCodec.encodeJPEG([0], width: 1, height: 1, channels: 1, quality: 80)),
                ("50,000 x 50,000", huge),
                ("a PDF", Array("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n".utf8)),
                ("nothing", []),
            ]
            for (name, bytes) in wrong {
                let answer = try grade(host, bytes)
                #expect(answer.status == 500, "\(name): \(answer.text)")
                #expect((answer.json["detail"] as? String)?.hasPrefix("채점 오류: ") == true, "\(name): \(answer.text)")
            }
            #expect(try grade(host, sheet.jpeg).status == 200)
        }

        @Test func theBlankSheetIsPrintedAsPDFAndPNG() throws {
            let host = try host()
            let pdf = try host.client().post("/api/omr/sheet", json: #"{"format": "pdf"}"#)
            #expect(pdf.headers["content-type"] == "application/pdf")
            #expect(pdf.body.prefix(5).elementsEqual("%PDF-".utf8))
            let png = try host.client().post("/api/omr/sheet", json: #"{"format": "png", "dpi": 100}"#)
            #expect(png.headers["content-type"] == "image/png")
            // Width and height of A4 landscape at 100 dpi, from the header.
            #expect(png.body[16..<24].elementsEqual([0, 0, 4, 0x91, 0, 0, 3, 0x3B]))
        }

        @Test func anEditedTemplateMakesANewGenerationThoughTheConfigurationIsTheSame() throws {
            let template =
                URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
                + "/../Fixtures/omr/templates/kr45sq.json"
            let folder = try TemporaryFolder()
            try FileManager.default.copyItem(atPath: template, toPath: folder.path + "/sheet.json")
            let host = try HostUnderTest(
                plugins: [(BuiltFiles.product("Grading"), "libGrading.so")],
                processors: "  grading: { plugin: grading, config: { sheet: \(folder.path)/sheet.json } }")
            try host.start()
            #expect(try host.reload()["kept"] as? [String] == ["grading"])
            let text = try String(contentsOfFile: folder.path + "/sheet.json", encoding: .utf8)
            try (text + "\n").write(toFile: folder.path + "/sheet.json", atomically: true, encoding: .utf8)
            #expect(try host.reload()["replaced"] as? [String] == ["grading"])
        }

        @Test func manyFilesAreGradedFromTheCommandLine() throws {
            let folder = try TemporaryFolder()
            try FileManager.default.createDirectory(
                atPath: folder.path + "/plugins", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o755])
            try folder.install(BuiltFiles.product("Grading"), as: "plugins/libGrading.so")
            try folder.write("version: 1\nprocessors:\n  grading: { plugin: grading }\n", to: "plugins.yaml")
            let press = try SheetPress(template: SheetTemplate.korean45)
            for seed in 1...3 {
                try Data(press.sheet(seed: UInt64(seed)).jpeg).write(
                    to: URL(fileURLWithPath: folder.path + "/s\(seed).jpg"))
            }
            try folder.write("no image", to: "broken.jpg")
            var arguments = ["call", "grading.grade", "s1.jpg", "s2.jpg", "s3.jpg", "broken.jpg"]
            for (name, value) in Self.key { arguments += ["--field", "\(name)=\(value)"] }
            arguments += ["--field", "overlay=jpeg", "--output", "out", "--csv", "out.csv"]
            let result = try CommandResult.run(BuiltFiles.proctor(), arguments, in: folder.path)
            #expect(result.status == 1)
            #expect(result.error.contains("broken.jpg: reject: 채점 오류: "), "\(result.error)")
            #expect(result.error.contains("4 jobs: 3 ok, 1 failed"))
            for seed in 1...3 {
                let answer = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/out/s\(seed).json"))
                let json = try JSONSerialization.jsonObject(with: answer) as? [String: Any]
                #expect(json?["overlay"] as? String == "s\(seed).overlay.jpg")
                let overlay = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/out/s\(seed).overlay.jpg"))
                #expect(overlay.prefix(2) == Data([0xFF, 0xD8]))
            }
            let table = try String(contentsOfFile: folder.path + "/out.csv", encoding: .utf8)
            #expect(table.hasPrefix("file,grade,"))
            #expect(table.split(separator: "\r\n").count == 4)
        }
    }
}
