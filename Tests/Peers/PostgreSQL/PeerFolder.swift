import Foundation
import Synchronization

/// What a server needs before it starts, and what is cleared away at the end of the test process.
enum PeerFolder {
    private struct Remains {
        var processes: Set<pid_t> = []
        var folders: [String] = []
        var isHandled = false
    }

    private static let remains = Mutex(Remains())

    /// A folder that is removed when this process exits.
    static func make() throws -> String {
        var template = Array("/tmp/proctor-postgres-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw PostgreSQLPeer.Failure(description: "there is no room for a server's folder in /tmp")
        }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        remains.withLock { remains in
            remains.folders.append(folder)
            guard !remains.isHandled else { return }
            remains.isHandled = true
            atexit { PeerFolder.clear() }
        }
        return folder
    }

    static func endAtExit(_ process: pid_t) { remains.withLock { _ = $0.processes.insert(process) } }
    static func ended(_ process: pid_t) { remains.withLock { _ = $0.processes.remove(process) } }

    private static func clear() {
        let remains = remains.withLock { $0 }
        for process in remains.processes {
            kill(process, SIGCONT)
            // Fast: clients are not waited for.
            kill(process, SIGINT)
        }
        for process in remains.processes {
            // A process that has ended stays visible until somebody asks for its status.
            for _ in 0..<250 where waitpid(process, nil, WNOHANG) == 0 { usleep(20_000) }
        }
        for folder in remains.folders { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// The server's user owns it all.
    static func giveToServer(_ folder: String) throws {
        guard getuid() == 0 else { return }
        try PeerProcess.run(["/usr/bin/chown", "-R", "postgres:postgres", folder], asServer: false)
    }

    /// A port that was free a moment ago.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw PostgreSQLPeer.Failure(description: "there is no free port on loopback") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// `ca.crt`; `server.crt` and `.key` for 127.0.0.1; `client.crt` and `.key` for the role `certified`; `other.crt`,
    /// an authority that signed none of them.
    static func makeCertificates(in folder: String) throws {
        try makeAuthority("ca", in: folder)
        try makeAuthority("other", in: folder)
        try makeCertificate("server", subject: "/CN=server", names: "IP:127.0.0.1", in: folder)
        try makeCertificate("client", subject: "/CN=certified", names: "DNS:client", in: folder)
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private static func makeAuthority(_ name: String, in folder: String) throws {
        try PeerProcess.run(
            ["/usr/bin/openssl", "req", "-x509"] + newKey + [
                "-subj", "/CN=\(name)", "-days", "30", "-keyout", "\(folder)/\(name).key", "-out",
                "\(folder)/\(name).crt",
            ], asServer: false)
    }

    private static func makeCertificate(_ name: String, subject: String, names: String, in folder: String) throws {
        let path = "\(folder)/\(name)"
        try "subjectAltName=\(names)\n".write(toFile: path + ".ext", atomically: true, encoding: .utf8)
        try PeerProcess.run(
            ["/usr/bin/openssl", "req", "-new"] + newKey + [
                "-subj", subject, "-keyout", path + ".key", "-out", path + ".csr",
            ], asServer: false)
        try PeerProcess.run(
            [
                "/usr/bin/openssl", "x509", "-req", "-in", path + ".csr", "-CA", folder + "/ca.crt", "-CAkey",
                folder + "/ca.key", "-CAcreateserial", "-days", "30", "-extfile", path + ".ext", "-out", path + ".crt",
            ], asServer: false)
    }
}
