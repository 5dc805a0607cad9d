import Digests
import Templates

/// Reads a prompt's file: header, blank line, sections.
struct PromptReader {
    private let file: PromptFile
    private(set) var problems: [PromptProblem] = []
    private var turns: [PromptTurn] = []

    init(_ file: PromptFile) { self.file = file }

    /// - Returns: nil, and problems, when the file cannot be used.
    mutating func read() -> Prompt? {
        guard file.bytes.count <= PromptFile.mostBytes else {
            return fail("size", 1, "is larger than \(PromptFile.mostBytes >> 10) KiB; make it shorter")
        }
        guard let text = String(validating: file.bytes, as: UTF8.self) else {
            return fail("encoding", 1, "is not UTF-8; save it as UTF-8")
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var lint = TextLint(file.path)
        lint.check(lines)
        problems += lint.problems
        var reader = PromptHeaderReader(file: file.path)
        let headerEnd = lines.firstIndex { $0.allSatisfy { $0 == " " || $0 == "\t" } } ?? lines.count
        for (index, line) in lines[..<headerEnd].enumerated() { reader.read(line, line: index + 1) }
        reader.finish()
        problems += reader.problems
        let header = reader.header
        checkName(header)
        readSections(lines, from: headerEnd)
        checkSections(header)
        guard !problems.contains(where: { $0.severity == .error }), let id = header.id, let version = header.version,
            let language = header.language
        else { return nil }
        return Prompt(
            id: id, version: version, language: language, summary: header.summary ?? "",
            variables: header.variables.map(\.variable), role: header.role, source: file.path,
            digest: String(SHA256.hex(file.bytes).prefix(8)), turns: turns)
    }

    private mutating func fail(_ code: String, _ line: Int, _ message: String) -> Prompt? {
        report(.error, code, line, 1, message)
        return nil
    }

    private mutating func report(
        _ severity: PromptProblem.Severity, _ code: String, _ line: Int, _ column: Int, _ message: String
    ) {
        problems.append(PromptProblem(severity, code, file.path, line, column, message))
    }

    private mutating func checkName(_ header: PromptHeader) {
        guard let (id, language) = file.idAndLanguage else {
            return report(
                .error, "name", 1, 1,
                "a prompt's file is named ID.LANGUAGE.prompt, with a-z, 0-9 and hyphens; rename it")
        }
        if let stated = header.id, stated != id {
            report(
                .error, "name", header.lines["id"] ?? 1, 1, "the id is '\(id)' by the file's name; make them the same")
        }
        if let stated = header.language, stated != language {
            report(
                .error, "name", header.lines["language"] ?? 1, 1,
                "the language is '\(language)' by the file's name; make them the same")
        }
    }
}

// MARK: - Sections

extension PromptReader {
    private mutating func readSections(_ lines: [Substring], from start: Int) {
        var open: (speaker: PromptTurn.Speaker, line: Int)?
        var body: [Substring] = []
        for (index, line) in lines.enumerated().dropFirst(start) {
            guard let title = Self.title(of: line) else {
                if open == nil, !line.allSatisfy(\.isWhitespace) {
                    report(.error, "section", index + 1, 1, "text stands in a section; begin one with '== system =='")
                    return
                }
                body.append(line)
                continue
            }
            if let open { add(open.speaker, line: open.line, body) }
            body = []
            open = PromptTurn.Speaker(rawValue: title).map { ($0, index + 1) }
            guard open != nil else {
                report(
                    .error, "section", index + 1, 1, "a section is '== system ==', '== user ==' or '== assistant =='")
                return
            }
        }
        if let open { add(open.speaker, line: open.line, body) }
    }

    /// `== user ==` names a section.
    private static func title(of line: Substring) -> String? {
        guard line.hasPrefix("== "), let end = line.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        let text = line[...end]
        guard text.count > 6, text.hasSuffix(" ==") else { return nil }
        return String(text.dropFirst(3).dropLast(3))
    }

    private mutating func add(_ speaker: PromptTurn.Speaker, line: Int, _ lines: [Substring]) {
        let body = lines.joined(separator: "\n")
        guard body.contains(where: { !$0.isWhitespace }) else {
            return report(.error, "section", line, 1, "the section is empty; write its text or take it away")
        }
        do throws(TemplateError) {
            // As many line ends before it as it has in the file: then the lines of errors are the file's.
            let source = String(repeating: "\n", count: line) + body
            let options = TemplateOptions(autoescape: false, trimBlocks: true, lstripBlocks: true)
            let template = try TemplateSet(sources: [file.path: source], options: options)
            turns.append(PromptTurn(speaker: speaker, template: template, line: line, body: body))
        } catch {
            report(.error, "template", max(error.line, line), max(1, error.column), error.message)
        }
    }

    private mutating func checkSections(_ header: PromptHeader) {
        guard !problems.contains(where: { $0.code == "prompt.section" || $0.code == "prompt.template" }) else { return }
        let speakers = turns.map(\.speaker)
        let systems = turns.filter { $0.speaker == .system }
        switch header.role {
        case .opening:
            if systems.isEmpty {
                report(.error, "section", 1, 1, "'== system ==' is missing: what holds for every answer")
            }
            if let second = systems.dropFirst().first {
                report(.error, "section", second.line, 1, "there is one '== system =='; put both into one")
            }
            if !systems.isEmpty, speakers.first != .system {
                report(.error, "section", turns[0].line, 1, "'== system ==' comes first")
            }
        case .followUp:
            if let system = systems.first {
                report(.error, "section", system.line, 1, "a follow-up has no '== system ==': the conversation has one")
            }
        }
        if speakers.last != .user {
            report(.error, "section", turns.last?.line ?? 1, 1, "'== user ==' comes last: it is what the model answers")
        }
    }
}
