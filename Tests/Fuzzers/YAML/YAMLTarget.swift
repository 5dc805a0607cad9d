@testable import HostConfiguration

/// What libFuzzer calls with bytes of its own making. Built by `Tests/Fuzzers/run`.
///
/// Whatever the bytes are, reading them ends in settings or in problems, in bounded time and memory, and what is told
/// about them can be shown. Anything else is a crash, which libFuzzer keeps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let environment = ["A": "127.0.0.1:80", "EMPTY": "", "LONG": String(repeating: "x", count: 4096)]
    let files = FileContents { path in
        path.hasSuffix("token")
            ? .success(Array("hunter2-hunter2-hunter2".utf8)) : .failure(.init(reason: "is not there"))
    }
    do throws(ConfigurationProblems) {
        let configuration = try ConfigurationFile.parse(
            bytes: bytes, name: "etc/plugins.yaml", environment: environment, files: files)
        check(configuration)
        #if PLANTED
            Planted.noteFolders(of: configuration)
        #endif
    } catch {
        check(error)
        // What is wrong is read, but not kept as a start for further inputs: there are far too many ways to be wrong,
        // and each is one step away from a file that is right.
        return -1
    }
    return 0
}

private func check(_ configuration: ProctorConfiguration) {
    for setting in configuration.effectiveSettings() {
        precondition(!setting.value.contains("hunter2"), "a secret is shown")
    }
    for processor in configuration.processors {
        precondition(processor.configJSON.first == UInt8(ascii: "{"), "settings are an object")
        _ = processor.position(ofPointer: "/a/0/b")
    }
}

private func check(_ error: ConfigurationProblems) {
    precondition(!error.problems.isEmpty && error.problems.count <= ProblemList.limit + 1, "problems are bounded")
    let told = error.description + error.json
    precondition(!told.contains("hunter2"), "a secret is shown")
    for problem in error.problems {
        precondition((problem.excerpt?.text.utf8.count ?? 0) <= 600, "lines are bounded")
    }
}
