import Foundation
import Loopback

extension HostUnderTest {
    /// A host whose plugins.yaml the test writes in full.
    convenience init(
        plugins: [(source: String, name: String)], file: String, environment: [String: String] = [:]
    ) throws {
        try self.init(plugins: plugins, processors: "  {}", environment: environment)
        try configure(file: file)
    }

    /// Writes the whole plugins.yaml; a reload makes it effective.
    func configure(file: String) throws { try folder.write(file, to: "plugins.yaml") }

    /// Where the host listens, by the listeners' names, as it has written it down: `ADDRESS:PORT` or `unix:PATH`.
    var listeners: [String: String] {
        let run = FileManager.default.contents(atPath: folder.path + "/var/host.json").flatMap {
            try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
        }
        return run?["listeners"] as? [String: String] ?? [:]
    }

    /// The port of a listener, once it is open.
    func port(of listener: String) throws -> Int {
        var port: Int?
        try wait("the listener \(listener)") {
            port = listeners[listener]?.split(separator: ":").last.flatMap { Int($0) }
            return port != nil
        }
        return port ?? 0
    }
}
