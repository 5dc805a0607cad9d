import CBrowser
import Glibc

/// One running program with its connections and its folder. Confined to the thread that started it: it dies with it.
final class BrowserProcess {
    let process: pid_t
    /// Its answers.
    let answers: Int32
    /// Our calls.
    let calls: Int32
    /// What it complains about; -1 when it has closed that.
    private(set) var complaints: Int32
    /// Readable when it has ended.
    let watch: Int32
    private let folder: BrowserFolder
    private var lastComplaints: [UInt8] = []
    private static let complaintsKept = 4096

    init(_ settings: BrowserSettings, sandbox: SandboxChoice) throws(BrowserError) {
        let executable = try ExecutableSearch.find(settings.executable)
        let folder = try BrowserFolder(in: settings.temporaryFolder)
        guard let input = Channel(), let output = Channel(), let errors = Channel() else {
            throw BrowserError(.start, "the browser gets no connection: too many files are open")
        }
        let arguments = CStringArray(
            CommandLine.arguments(
                executable, folder: folder.path, sandbox: sandbox, hasSharedMemory: Self.hasSharedMemory()))
        let environment = CStringArray(
            CommandLine.environment(folder: folder.path, fontConfiguration: settings.fontConfiguration))
        var failure: Int32 = 0
        let process = executable.withCString { executable in
            var launch = proctor_browser_launch(
                executable: executable, arguments: arguments.pointers, environment: environment.pointers,
                input: input.childs, output: output.childs, complaints: errors.childs)
            return proctor_browser_start(&launch, &failure)
        }
        guard process > 0 else {
            throw BrowserError(.start, "\(executable) does not start: \(String(cString: strerror(failure)))")
        }
        self.process = process
        self.folder = folder
        calls = input.keepOwn()
        answers = output.keepOwn()
        complaints = errors.keepOwn()
        watch = proctor_browser_watch(process)
    }

    /// Kills what is left of it, and removes its folder.
    deinit {
        proctor_browser_end(process)
        for descriptor in [calls, answers, complaints, watch] where descriptor >= 0 { close(descriptor) }
    }

    /// Sends what fits now, and says how much that was; nil when the other side is gone.
    func send(_ bytes: ArraySlice<UInt8>) -> Int? {
        let count = bytes.withUnsafeBytes { Glibc.send(calls, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// Reads what is there now into `chunk` and gives it to `body`; false when the other side is gone.
    func receive(
        into chunk: UnsafeMutableRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(ProtocolFault) -> Void
    ) throws(ProtocolFault) -> Bool {
        while true {
            let count = read(answers, chunk.baseAddress, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return errno == EAGAIN }
            guard count > 0 else { return false }
            try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            if count < chunk.count { return true }
        }
    }

    /// Takes what it says on standard error. Only what it says before a page was given to it is kept: later it may
    /// quote the page.
    func drainComplaints(isKept: Bool) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(complaints, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count == 0, complaints >= 0 {
                // Closed, it would be ready for ever.
                close(complaints)
                complaints = -1
            }
            guard count > 0 else { return }
            if isKept { lastComplaints = (lastComplaints + chunk.prefix(count)).suffix(Self.complaintsKept) }
        }
    }

    /// The last lines that it complained in, joined; empty when there are none.
    var lastWords: String {
        String(decoding: lastComplaints, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(2)
            .joined(separator: " | ")
    }

    /// Chromium keeps pictures in `/dev/shm`; in a container that has often 64 MiB.
    private static func hasSharedMemory() -> Bool {
        var status = statvfs()
        guard statvfs("/dev/shm", &status) == 0 else { return false }
        return UInt64(status.f_bavail) &* UInt64(status.f_frsize) >= 512 << 20
    }
}
