import ArgumentParser
import FoundationEssentials
import Glibc
import HostConfiguration

/// Where a running host can be found: `host.json` in the state folder, and the lock that keeps a second one out.
struct RunFile: Codable {
    var pid: Int32
    /// Of `host.http`.
    var http: String
    var admin: String
    /// Every listener's address by its name, processors' own included.
    var listeners: [String: String]

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
        // One that died has left its address behind, which may be somebody else's now.
        unlink(folder + "/host.json")
        return Claim(file: file, folder: folder)
    }

    /// An address for those who are in another folder than the host: a socket's path is absolute, unless that would be
    /// longer than the system takes.
    static func text(of address: ListenerSettings.Address) -> String {
        guard case .unix(let path) = address, !path.hasPrefix("/") else { return address.text }
        let bare = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
        let absolute = FileManager.default.currentDirectoryPath + "/" + bare
        let fits = absolute.utf8.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        return fits ? "unix:" + absolute : address.text
    }

    static func write(_ run: RunFile, in folder: String) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let text = try? encoder.encode(run) else { return }
        let path = folder + "/host.json"
        let temporary = path + ".new"
        unlink(temporary)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard file >= 0 else { return }
        let isWritten = FileBytes.write(Array(text) + [0x0A], to: file)
        close(file)
        // On a full disk the last one stays.
        guard isWritten else {
            unlink(temporary)
            return
        }
        rename(temporary, path)
    }

    /// Whether a host holds the folder: its address is only as good as its life.
    private static func isClaimed(_ folder: String) -> Bool {
        let file = open(folder + "/host.lock", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// The running host's admin listener.
    static func admin(of host: HostSettings) throws -> AdminClient {
        guard isClaimed(host.state), let text = FileManager.default.contents(atPath: host.state + "/host.json"),
            let run = try? JSONDecoder().decode(RunFile.self, from: text),
            let address = ListenerSettings.Address(text: run.admin)
        else {
            StandardError.print("no host runs on \(host.state); start one with: proctor run")
            throw ExitCode.unavailable
        }
        return AdminClient(address: address, token: host.admin.authentication?.bearer.first)
    }
}
