import ArgumentParser
import Glibc
import HostObservability

/// Where a running host can be found: `host.json` in the state folder, and the lock that keeps a second one out.
struct RunFile {
    var pid: pid_t
    var httpHost: String
    var http: Int
    var adminHost: String
    var admin: Int

    /// The claim of one host to its state folder; the kernel drops it with the process.
    struct Claim {
        fileprivate let file: Int32
        fileprivate let folder: String

        func release() {
            unlink(folder + "/host.json")
            close(file)
        }
    }

    /// Claims the folder, which is made if it is missing.
    static func claim(in folder: String) throws -> Claim {
        mkdir(folder, 0o750)
        let file = open(folder + "/host.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard file >= 0 else {
            StandardError.print(
                "\(folder): \(String(cString: strerror(errno))); set host.state to a folder that can be written")
            throw ExitCode.misconfigured
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            StandardError.print(
                "\(folder) is in use by a running host; end it first, or give this one another host.state")
            throw ExitCode.unavailable
        }
        return Claim(file: file, folder: folder)
    }

    static func write(_ run: RunFile, in folder: String) {
        let text = JSONText.object([
            ("pid", String(run.pid)), ("http", JSONText.quoted("\(run.httpHost):\(run.http)")),
            ("admin", JSONText.quoted("\(run.adminHost):\(run.admin)")),
        ])
        let path = folder + "/host.json"
        let temporary = path + ".new"
        guard let file = fopen(temporary, "w") else { return }
        fputs(text + "\n", file)
        fclose(file)
        rename(temporary, path)
    }

    /// The running host's admin address.
    static func admin(in folder: String) throws -> AdminClient {
        guard let text = ProcFile.read(folder + "/host.json"),
            let address = text.split(separator: "\"admin\":\"").dropFirst().first?.split(separator: "\"").first,
            let colon = address.lastIndex(of: ":"), let port = UInt16(address[address.index(after: colon)...])
        else {
            StandardError.print("no host runs on \(folder); start one with: proctor run")
            throw ExitCode.unavailable
        }
        return AdminClient(host: String(address[..<colon]), port: port)
    }
}
