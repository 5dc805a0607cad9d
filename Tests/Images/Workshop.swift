import Glibc
import Testing

@testable import HostImages

/// A folder for one test, in which it makes plugins, good and bad, with the C compiler.
final class Workshop: Sendable {
    struct Failure: Error { let reason: String }

    let folder: String

    init() throws {
        var template = Array("/tmp/proctor-images-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(reason: "mkdtemp") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        _ = try? Self.run("rm", ["-rf", folder])
    }

    /// The plugin that the bad ones differ from: a definition before it changes one thing.
    static let plugin = """
        #include "proctor_plugin.h"
        #include <stdlib.h>
        #include <stdio.h>
        #include <string.h>
        #include <unistd.h>
        static proctor_status validate(proctor_bytes c, proctor_error *e) {
            if (!memmem(c.data, c.size, "bad", 3)) return PROCTOR_OK;
            strcpy(e->code, "settings.bad"); strcpy(e->message, "/mode must not be bad"); return PROCTOR_REJECT;
        }
        static proctor_status create(
            const proctor_host *h, proctor_bytes c, proctor_instance **o, proctor_error *e) { return PROCTOR_OK; }
        static proctor_status start(proctor_instance *i, proctor_error *e) { return PROCTOR_OK; }
        static proctor_status submit(
            proctor_instance *i, const proctor_job *j, proctor_error *e) { return PROCTOR_REJECT; }
        static void cancel(proctor_instance *i, uint64_t t) {}
        static void stop(proctor_instance *i) {}
        #ifndef DESTROY
        #define DESTROY destroy
        #endif
        static void destroy(proctor_instance *i) {}
        #ifndef MANIFEST
        #define MANIFEST \\
            "{\\"id\\":\\"org.example.good\\",\\"version\\":\\"1.2.0\\",\\"operations\\":[{\\"name\\":\\"good.run\\"," \\
            "\\"http\\":[{\\"method\\":\\"POST\\",\\"path\\":\\"/good\\"}]," \\
            "\\"output\\":{\\"media_type\\":\\"text/plain\\",\\"stream\\":true}}],\\"max_concurrency\\":3}"
        #endif
        #ifndef MAGIC
        #define MAGIC PROCTOR_MAGIC
        #endif
        #ifndef SIZE
        #define SIZE sizeof(proctor_plugin)
        #endif
        #define BYTES(t) { t, sizeof(t) - 1 }
        static const proctor_plugin table = { MAGIC, SIZE, PROCTOR_ABI_MAJOR, PROCTOR_ABI_MINOR, 3,
            BYTES("org.example.good"), BYTES("1.2.0"), BYTES(MANIFEST),
            validate, create, start, submit, cancel, 0, 0, stop, DESTROY, 0 };

        """

    static let entry = "PROCTOR_PLUGIN(table)\n"

    /// Compiles C to a shared object and returns its path.
    func compile(_ source: String, name: String = "libGood.so", flags: [String] = []) throws -> String {
        let file = "\(folder)/\(name).c"
        try write(Array(("#define _GNU_SOURCE\n" + source).utf8), to: file)
        let path = "\(folder)/\(name)"
        try Self.run(
            "cc", ["-shared", "-fPIC", "-O1", "-I", Self.headers, "-o", path, file, "-Wl,--no-as-needed"] + flags)
        return path
    }

    func goodPlugin(name: String = "libGood.so") throws -> String {
        try compile(Self.plugin + Self.entry, name: name)
    }

    /// The good plugin with some bytes of the file changed.
    func patchedPlugin(name: String = "libGood.so", _ patch: (inout [UInt8]) throws -> Void) throws -> String {
        let path = try goodPlugin(name: name)
        var bytes = try ImageFile(path: path).bytes
        try patch(&bytes)
        try write(bytes, to: path)
        return path
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure(reason: path) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw Failure(reason: path) }
    }

    var store: ImageStore { ImageStore(directory: "\(folder)/images", demands: demands) }

    /// Of a host whose compiler is called "this compiler".
    var demands: HostDemands { HostDemands(machine: .host, toolchain: "this compiler") }

    func probe(_ environment: [String: String] = [:], timeout: Duration = .seconds(20), cached: Bool = false)
        -> ImageProbe
    {
        ImageProbe(
            executable: Self.program, environment: environment,
            cacheDirectory: cached ? "\(folder)/probes" : nil, timeout: timeout)
    }

    @discardableResult
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let child = ChildProcess(
            executable: program, arguments: arguments, environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"], input: [],
            timeout: .seconds(60))
        let outcome = try child.run()
        guard outcome.end == .exited(0) else { throw Failure(reason: "\(program): \(outcome.lastWords)") }
        return outcome.lastWords
    }

    /// Beside this file's own folder, whatever link leads to it.
    private static var headers: String {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(folder)/../../PluginSDK/CPluginABI/include"
    }

    /// The host's program, which is built beside the tests.
    private static var program: String {
        let tests = realpath("/proc/self/exe", nil)
        defer { free(tests) }
        let path = tests.map { String(cString: $0) } ?? ""
        return "/" + path.split(separator: "/").dropLast().joined(separator: "/") + "/proctor"
    }
}
