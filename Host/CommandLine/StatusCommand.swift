import ArgumentParser

/// `proctor status`: what a running host does.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows what the running host has loaded and done.",
        discussion: "EXAMPLE\n  proctor status --json | jq .processors")

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Print the whole document, for programs.") var json = false

    func run() throws {
        let admin = try RunFile.admin(of: file.host)
        let (status, body) = try admin.send("GET", "/status")
        guard status == 200 else {
            StandardError.print("the host cannot tell yet: \(StatusText.detail(of: body))")
            throw ExitCode.unavailable
        }
        if json { return print(body) }
        guard let text = StatusText.table(document: body) else {
            StandardError.print("the host's answer is not a status document: is it another version?")
            throw ExitCode.unavailable
        }
        print(text)
    }
}

/// `proctor reload`: has a running host read its configuration again, and waits for the outcome.
struct ReloadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Has the running host reload, and says what came of it.",
        discussion: "The same as SIGHUP, with an answer.\n\nEXAMPLE\n  proctor reload && echo replaced")

    @OptionGroup var file: ConfigurationOption

    func run() throws {
        let admin = try RunFile.admin(of: file.host)
        let (status, body) = try admin.send("POST", "/reload")
        guard status == 200, let report = StatusText.Report(document: body) else {
            StandardError.print("the host refused: \(body)")
            throw ExitCode.problems
        }
        for problem in report.problems + report.warnings { StandardError.print(problem) }
        print(report.summary)
        if !report.succeeded { throw ExitCode.problems }
    }
}
