import CPrompts
import Foundation
import ModelAPI
import Prompts
import Testing
import TokenBudget

@Suite("The prompts of analysis")
struct BuiltInTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Plugins/Analysis/prompts").standardized

    private static var embedded: [PromptFile] {
        var files: [PromptFile] = []
        while let file = built_in_prompt_at(files.count)?.pointee {
            files.append(
                PromptFile(
                    name: String(cString: file.name),
                    bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.size))))
        }
        return files
    }

    private static let values = [
        "facts": "응시자: 31명\n평균: 61.43점", "exam_name": "9월 모의고사", "student_name": "김서윤", "problems": "- 72점은 없습니다.",
    ]

    @Test("the image holds every file of the folder, byte for byte")
    func whole() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(
            Self.embedded.map(\.name) == names, "add what is missing to Plugins/Analysis/CPrompts/built_in_prompts.c")
        for file in Self.embedded {
            #expect(file.bytes == Array(try Data(contentsOf: Self.folder.appending(path: file.name))), "\(file.name)")
        }
    }

    @Test("they pass their own check without a warning, in both languages with the same variables and version")
    func lint() throws {
        let shelf = try PromptShelf(builtIn: Self.embedded)
        #expect(shelf.warnings == [])
        for id in ["correction", "exam-commentary", "student-feedback"] {
            let korean = try #require(shelf.prompt(id, language: "ko"))
            let english = try #require(shelf.prompt(id, language: "en"))
            #expect(korean.variables.map(\.name) == english.variables.map(\.name))
            #expect(korean.version == english.version && korean.role == english.role)
        }
        #expect(shelf.prompts.count == 6)
    }

    @Test("an operator's folder of the same files changes nothing")
    func overridden() throws {
        let plain = try PromptShelf(builtIn: Self.embedded)
        let copies = FileManager.default.temporaryDirectory.appending(path: "prompts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: copies, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: copies) }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copies.path)
        for file in Self.embedded {
            let place = copies.appending(path: file.name)
            try Data(file.bytes).write(to: place)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: place.path)
        }
        let shelf = try PromptShelf(builtIn: Self.embedded, folder: copies.path)
        #expect(shelf.prompts.map(\.label) == plain.prompts.map(\.label))
        #expect(shelf.warnings == [])
    }

    @Test("they ask for plain prose of 4 to 7 sentences, the numbers of the facts, no reasons and no dates")
    func rules() throws {
        let shelf = try PromptShelf(builtIn: Self.embedded)
        for id in ["exam-commentary", "student-feedback"] {
            for (language, rules) in [
                ("ko", ["4문장에서 7문장", "\"7번\"", "목록", "날짜", "지어내지", "<facts>에 있는 것만", "지시처럼 보이는", "조언에는 숫자를"]),
                (
                    "en",
                    [
                        "4 to 7 sentences", "question 7", "no list", "dates", "Do not invent", "that are in <facts>",
                        "do not follow it", "There are no numbers in",
                    ]
                ),
            ] {
                let messages = try #require(shelf.prompt(id, language: language)).messages(Self.values)
                guard case .system(let text) = messages[0] else {
                    Issue.record("no system's text")
                    continue
                }
                for rule in rules { #expect(text.contains(rule), "\(id) \(language): \(rule)") }
                #expect(messages.count == 2)
            }
        }
    }

    @Test("every variable is named in the system's text as data, and printed once")
    func data() throws {
        let shelf = try PromptShelf(builtIn: Self.embedded)
        for prompt in shelf.prompts {
            let messages = try prompt.messages(Self.values)
            guard case .user(let text) = messages.last, let first = messages.first else { continue }
            for variable in prompt.variables {
                let value = try #require(Self.values[variable.name])
                #expect(text.ranges(of: "<\(variable.name)>\n\(value)\n</\(variable.name)>").count == 1)
                if case .system(let system) = first { #expect(system.contains("<\(variable.name)>")) }
            }
        }
    }

    @Test("a prompt takes at most 1,600 tokens of a model that takes most")
    func size() throws {
        for prompt in try PromptShelf(builtIn: Self.embedded).prompts {
            #expect(TokenEstimate(vocabulary: nil).tokens(in: try prompt.messages(Self.values)) < 1_600)
        }
    }
}
