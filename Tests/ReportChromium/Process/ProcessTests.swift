import CBrowser
import Glibc
import Testing

@testable import ReportChromium

@Suite("The browser's process") struct ProcessTests {
    @Test("a missing browser is an error that names the package")
    func missing() {
        for asked in [nil, "/nowhere/browser"] {
            let error = #expect(throws: BrowserError.self) {
                try ExecutableSearch.find(asked, among: ["/nowhere/else"])
            }
            #expect(error?.code == .missing)
            #expect(error?.message.contains("chromium-headless-shell") == true)
        }
    }

    @Test("the sandbox is on where it can be, and the reason is said where it cannot")
    func sandbox() throws {
        let (some, none) = (PROCTOR_BROWSER_NAMESPACES, PROCTOR_BROWSER_NO_NAMESPACES)
        #expect(try SandboxChoice.choose(.auto, isRoot: false, namespaces: { some }) == .on)
        #expect(try SandboxChoice.choose(.on, isRoot: true, namespaces: { none }) == .on)
        for choice in [
            try SandboxChoice.choose(.auto, isRoot: true, namespaces: { some }),
            try SandboxChoice.choose(.auto, isRoot: false, namespaces: { none }),
            try SandboxChoice.choose(.off, isRoot: false, namespaces: { some }),
        ] {
            guard case .off(let reason) = choice else {
                Issue.record("the sandbox is on")
                continue
            }
            #expect(!reason.isEmpty)
            let arguments = CommandLine.arguments("x", folder: "/f", sandbox: choice, hasSharedMemory: true)
            #expect(arguments.contains("--no-sandbox"))
        }
        let arguments = CommandLine.arguments("x", folder: "/f", sandbox: .on, hasSharedMemory: false)
        #expect(!arguments.contains("--no-sandbox"))
        #expect(arguments.contains("--disable-dev-shm-usage"))
    }

    @Test("a system that cannot say whether there is a sandbox starts no browser without one")
    func unknownSandbox() {
        let error = #expect(throws: BrowserError.self) {
            try SandboxChoice.choose(.auto, isRoot: false, namespaces: { PROCTOR_BROWSER_NAMESPACES_UNKNOWN })
        }
        #expect(error?.code == .start)
    }

    @Test("signals do not change what is found out about namespaces")
    func interrupted() {
        // A handler without SA_RESTART: each signal interrupts the wait.
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        var before = sigaction()
        #expect(sigaction(SIGURG, &action, &before) == 0)
        defer { sigaction(SIGURG, &before, nil) }
        let calm = proctor_browser_namespaces()
        #expect(calm != PROCTOR_BROWSER_NAMESPACES_UNKNOWN)
        let storm = SignalStorm(SIGURG)
        defer { storm.end() }
        for _ in 0..<50 { #expect(proctor_browser_namespaces() == calm) }
    }

    @Test("a program that closes its standard output and error keeps nobody awake")
    func closedOutput() throws {
        let folder = try BrowserFolder(in: nil)
        let program = "\(folder.path)/program"
        let file = open(program, O_WRONLY | O_CREAT | O_CLOEXEC, 0o700)
        let script = "#!/bin/sh\nexec 1>&- 2>&-\nexec sleep 60\n"
        #expect(write(file, script, script.utf8.count) == script.utf8.count)
        close(file)
        var settings = BrowserSettings()
        settings.executable = program
        let process = try BrowserProcess(settings, sandbox: .on)
        var polled = pollfd(fd: process.complaints, events: Int16(POLLIN), revents: 0)
        #expect(poll(&polled, 1, 20_000) == 1)
        process.drainComplaints(isKept: true)
        #expect(process.complaints == -1)
        // Nothing is left that is ready for ever.
        process.drainComplaints(isKept: true)
        #expect(process.lastWords.isEmpty)
    }

    @Test("ending a browser ends its group and leaves no process to be reaped")
    func ending() throws {
        var settings = BrowserSettings()
        settings.executable = "/bin/sleep"
        var process: BrowserProcess? = try BrowserProcess(settings, sandbox: .on)
        let id = try #require(process?.process)
        process = nil
        #expect(kill(-id, 0) != 0)
        #expect(waitpid(id, nil, 0) == -1 && errno == ECHILD)
    }

    @Test("the environment holds nothing of this process's")
    func environment() {
        setenv("PROCTOR_TEST_SECRET", "hidden", 1)
        let variables = CommandLine.environment(folder: "/f", fontConfiguration: "/fonts.conf")
        #expect(variables.allSatisfy { !$0.contains("SECRET") && !$0.contains("hidden") })
        #expect(variables.contains("HOME=/f"))
        #expect(variables.contains("FONTCONFIG_FILE=/fonts.conf"))
    }

    @Test("the group of a process is read, whatever its name")
    func groups() {
        #expect(ProcessGroup.group(ofStat: "12 (a) b) (c) S 1 77 77 0 -1") == 77)
        #expect(ProcessGroup.group(ofStat: "12 (a") == nil)
        #expect(ProcessGroup.group(ofStat: "") == nil)
        #expect(ProcessGroup.members(of: getpgrp()).contains(getpid()))
    }

    @Test("memory is read from the kernel's two texts")
    func memory() {
        #expect(ProcessGroup.proportionalSize(ofRollup: "00-ff r [rollup]\nRss: 9 kB\nPss:     120 kB\n") == 122_880)
        #expect(ProcessGroup.proportionalSize(ofRollup: "Rss: 9 kB\n") == nil)
        #expect(ProcessGroup.ownSize(ofStatm: "900 30 10 1 0 5 0") == 20 * sysconf(Int32(_SC_PAGESIZE)))
        #expect(ProcessGroup.ownSize(ofStatm: "900") == nil)
        #expect(ProcessGroup.memory(of: getpgrp()) > 1 << 20)
    }

    @Test("the folder is private, goes with the browser, and a forgotten one is removed by the next")
    func folder() throws {
        let parent = try BrowserFolder(in: nil)
        let forgotten = "\(parent.path)/proctor-browser-aaaaaa"
        mkdir(forgotten, 0o700)
        mkdir("\(forgotten)/data", 0o700)
        symlink("/etc", "\(forgotten)/data/link")
        var path = ""
        do {
            let folder = try BrowserFolder(in: parent.path)
            path = folder.path
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
            #expect(access(forgotten, F_OK) != 0)
            // One that is in use stays.
            let second = try BrowserFolder(in: parent.path)
            #expect(access(path, F_OK) == 0)
            #expect(second.path != path)
        }
        #expect(access(path, F_OK) != 0)
        #expect(access("/etc/passwd", F_OK) == 0)
        #expect(throws: BrowserError.self) { try BrowserFolder(in: "/nowhere") }
    }

    @Test("a program inherits the five descriptors that it is given, and no other")
    func descriptors() throws {
        // No close-on-exec: what is somebody else's mistake must not reach the browser either.
        let leaked = dup2(2, 50)
        defer { close(leaked) }
        let lines = try output(
            of: """
                for n in $(seq 0 99); do [ -e /proc/$$/fd/$n ] && printf '%s ' $n; done
                echo; tr '\\0' ' ' < /proc/$$/environ
                """
        ).split(separator: "\n")
        #expect(lines == ["0 1 2 3 4 ", "ONLY=this "])
    }

    /// What a shell writes to its descriptor 4 when it is started as a browser is.
    private func output(of script: String) throws -> String {
        guard let input = Channel(), let output = Channel() else { throw BrowserError(.start, "no channel") }
        let arguments = CStringArray(["sh", "-c", "exec >&4; \(script)"])
        let environment = CStringArray(["ONLY=this"])
        var failure: Int32 = 0
        var launch = "/bin/sh".withCString { executable in
            proctor_browser_launch(
                executable: executable, arguments: arguments.pointers, environment: environment.pointers,
                input: input.childs, output: output.childs, complaints: output.childs)
        }
        let process = "/bin/sh".withCString { executable in
            launch.executable = executable
            return proctor_browser_start(&launch, &failure)
        }
        #expect(process > 0)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let own = output.keepOwn()
        defer { close(own) }
        let count = read(own, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
