import ArgumentParser
import HostDatabase
import HostDeadLetters
import HostObservability
import HostQueue

/// `proctor dead-letters`: jobs that failed for good.
struct DeadLettersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters", abstract: "Shows jobs that failed for good, and gives them another chance.",
        discussion: """
            Works with the host running or not. A letter is chosen by its number, or letters by what they have in common.

            EXAMPLES
              proctor dead-letters list --code sheet.not_found --since 2h
              proctor dead-letters show 17 --payload > job.json
              proctor dead-letters retry 17 18
              proctor dead-letters retry --origin "queue grading" --state kept
            """,
        subcommands: [
            ListDeadLetters.self, ShowDeadLetter.self, RetryDeadLetters.self, ArchiveDeadLetters.self,
            RemoveDeadLetters.self,
        ])
}

/// What letters have in common.
struct LetterOptions: ParsableArguments {
    @Option(help: "kept, archived or replayed.") var state: LetterState?
    @Option(help: "Where they came from: \"queue grading\".") var origin: String?
    @Option(help: "The error's code.") var code: String?
    @Option(help: "The tenant.") var tenant: String?
    @Option(help: "The job's id.") var job: String?
    @Option(help: "Only those whose latest failure is not older: 30m, 2h, 7d.", transform: DurationArgument.read)
    var since: Duration?

    var isEmpty: Bool {
        state == nil && origin == nil && code == nil && tenant == nil && job == nil && since == nil
    }

    var filter: LetterFilter {
        LetterFilter(
            state: state, origin: origin, code: code, tenant: tenant, job: job,
            since: since.map { WallClock.system.now() - $0.rowMilliseconds })
    }
}

extension LetterState: ExpressibleByArgument {}

/// Letters by number, by what they have in common, or all of them when that is said.
struct LetterChoice: ParsableArguments {
    @Argument(help: "Numbers of letters.") var numbers: [Int64] = []
    @OptionGroup var options: LetterOptions
    @Flag(help: "All letters.") var all = false

    func validate() throws {
        let ways = [!numbers.isEmpty, !options.isEmpty, all].count { $0 }
        guard ways > 0 else { throw ValidationError("Say which: numbers, an option such as --code, or --all.") }
        guard ways == 1 else { throw ValidationError("Numbers, options and --all exclude one another: use one.") }
    }

    var selection: LetterSelection {
        numbers.isEmpty ? .matching(options.filter) : .numbers(numbers)
    }
}

struct ListDeadLetters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists letters, the latest first.",
        discussion: "EXAMPLE\n  proctor dead-letters list --state kept --json")

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var options: LetterOptions
    @Option(help: "Most letters.") var limit = 100
    @Option(help: "Only letters with a smaller number: the last one of the page before.") var after: Int64?
    @Flag(help: "Print a document, for programs.") var json = false

    func run() throws {
        let letters = DeadLetters(database: try EmbeddedFile.open(file.host), clock: .system)
        let found = try EmbeddedFile.reporting { () throws(DatabaseFailure) in
            try letters.list(options.filter, after: after, limit: limit)
        }
        if json { return print(JSONText.array(found.map(LetterText.json))) }
        guard !found.isEmpty else { return print("no letter fits") }
        let rows = found.map { letter in
            [
                String(letter.number), letter.state.rawValue, LetterText.time(letter.failed), letter.origin, letter.job,
                letter.code, JSONText.singleLine(String(letter.reason.prefix(80))),
            ]
        }
        for line in TextTable.lines([["NUMBER", "STATE", "FAILED", "ORIGIN", "JOB", "CODE", "REASON"]] + rows) {
            print(line)
        }
    }
}

struct ShowDeadLetter: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one letter, or writes its payload.",
        discussion: "EXAMPLE\n  proctor dead-letters show 17 --payload > job.json")

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The letter's number.") var number: Int64
    @Flag(help: "Write the payload as it is, and nothing else.") var payload = false

    func run() throws {
        let letters = DeadLetters(database: try EmbeddedFile.open(file.host), clock: .system)
        let found = try EmbeddedFile.reporting { () throws(DatabaseFailure) in try letters.show(number) }
        guard let letter = found else {
            StandardError.print("there is no letter \(number); `proctor dead-letters list` shows which there are")
            throw ExitCode.unavailable
        }
        if payload {
            FileBytes.write(letter.payload, to: 1)
        } else {
            print(LetterText.json(letter))
        }
    }
}

struct RetryDeadLetters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Puts the jobs of letters back where they came from, with the same ids.",
        discussion: """
            A job from a queue goes back into it; one from elsewhere is done by its operation. Should it fail for good
            once more, its letter is kept again. Options choose among letters that are kept, unless --state says
            otherwise; numbers mean what they say.

            EXAMPLE
              proctor dead-letters retry --code upstream.timeout
            """)

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var choice: LetterChoice

    func run() throws {
        let replay = LetterReplay(database: try EmbeddedFile.open(file.host))
        let report = try EmbeddedFile.reporting { () throws(DatabaseFailure) in try replay.retry(choice.selection) }
        print("\(report.replayed) put back")
        if report.waiting > 0 { print("\(report.waiting) wait, run or are done already") }
        if report.homeless > 0 {
            print("\(report.homeless) cannot go back: their payload was not kept, or they say no place to go to")
        }
    }
}

struct ArchiveDeadLetters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Puts letters away: seen, and nothing to be done.",
        discussion: "EXAMPLE\n  proctor dead-letters archive 17")

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var choice: LetterChoice

    func run() throws {
        try LetterText.change(file, choice, "archived") { letters, selection throws(DatabaseFailure) in
            try letters.archive(selection)
        }
    }
}

struct RemoveDeadLetters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Removes letters, payloads included, for ever.",
        discussion: "EXAMPLE\n  proctor dead-letters remove --state archived --tenant demo")

    @OptionGroup var file: ConfigurationOption
    @OptionGroup var choice: LetterChoice

    func run() throws {
        try LetterText.change(file, choice, "removed") { letters, selection throws(DatabaseFailure) in
            try letters.remove(selection)
        }
    }
}
