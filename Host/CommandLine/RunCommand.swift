import ArgumentParser
import Glibc
import HostConfiguration
import HostConsole
import HostGenerations
import HostHTTP
import HostImages
import HostObservability
import HostThreads
import Logging
import Synchronization

/// `proctor run`: serves until SIGTERM.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Loads the processors and serves until SIGTERM.",
        discussion: """
            SIGHUP reloads plugins.yaml and every plugin that changed; no job is lost.
            SIGTERM stops taking jobs, lets running ones end within host.drain, and ends.

            EXAMPLE
              proctor run --config /etc/proctor/plugins.yaml
            """)

    @OptionGroup var file: ConfigurationOption

    func run() throws {
        let configuration = try file.load()
        try HostProcess(configuration: configuration, path: file.config).run()
    }
}

/// The serving process: engine, listeners and signals, started in order and ended in reverse.
final class HostProcess: Sendable {
    private let host: HostSettings
    private let path: String
    private let log: Logger
    private let engine: ReloadEngine
    private let readiness = Readiness()
    private let watch: CooperativePoolWatch
    private let ending = Gate()
    private let signalled = Atomic<Bool>(false)
    private let started = Atomic<Bool>(false)
    private let failure = Mutex<String?>(nil)
    private let ports = Mutex<[String: Int]>([:])

    init(configuration: ProctorConfiguration, path: String) throws {
        let host = configuration.host
        let format: LogFormat = host.log.format == .json ? .json : .human
        let level = Logger.Level(rawValue: host.log.level.rawValue) ?? .info
        self.host = host
        self.path = path
        self.log = Logger(label: "proctor") { label in StandardErrorLog(label: label, format: format, level: level) }
        self.engine = ReloadEngine(
            preparation: ReloadPreparation(
                images: ImageRoom(state: host.state), environment: ConfigurationOption.environment(),
                startSettings: host,
                load: { () throws(ConfigurationProblems) in
                    try ConfigurationFile.load(path: path, environment: ConfigurationOption.environment())
                }),
            services: HostInformation(version: Proctor.version), registry: MetricRegistry(), log: log)
        self.watch = CooperativePoolWatch(engine: engine, log: log)
    }

    func run() throws {
        Self.raiseFileLimit()
        let lock = try RunFile.claim(in: host.state)
        HostSignals.listen { [self] signal in receive(signal) }
        guard let start = engine.start() else { throw ExitCode.failure }
        started.store(true, ordering: .releasing)
        guard start.outcome.succeeded else {
            for problem in start.problems { StandardError.print(problem) }
            throw ExitCode.misconfigured
        }
        watch.start()
        let routes = AdminRoutes(engine: engine, readiness: readiness, process: { ProcessMetrics.families() })
        let admin = listener(host.admin, name: "admin", jobs: false) { await routes.answer(method: $0, path: $1) }
        let http = listener(host.http, name: "http", jobs: true) { routes.probe(method: $0, path: $1) }
        admin.start { [self] in stopped("admin", host.admin, $0) }
        http.start { [self] in stopped("http", host.http, $0) }
        ending.wait()
        readiness.notReady("ending")
        watch.stop()
        if engine.status.reloads > 0 { engine.shutdown() }
        http.stop(within: .seconds(5))
        admin.stop(within: .seconds(5))
        lock.release()
        if let problem = failure.withLock({ $0 }) {
            StandardError.print(problem)
            throw ExitCode.unavailable
        }
        log.info("ended")
    }

    /// As many open files as the system lets this process have: each connection is one.
    private static func raiseFileLimit() {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(files, &limit)  // refused: the soft limit stands, and the listeners keep within it
    }

    private func receive(_ signal: Int32) -> Bool {
        if signal == SIGHUP {
            engine.requestReload(reason: "SIGHUP")
            return true
        }
        if !started.load(ordering: .acquiring) {
            log.info("ending before the start was over")
            _exit(0)  // nothing is published yet: no job can be lost, and the kernel drops the lock
        }
        if signalled.exchange(true, ordering: .relaxed) {
            // A person who presses Ctrl-C again does not want to wait; a service manager may well repeat its SIGTERM.
            guard signal == SIGINT else { return true }
            log.warning("interrupted again: ending at once, without the jobs that still run")
            _exit(1)
        }
        log.info("ending", metadata: ["signal": "\(signal == SIGTERM ? "SIGTERM" : "SIGINT")"])
        ending.open()
        return true
    }

    private func listener(
        _ settings: ListenerSettings, name: String, jobs: Bool, plain: @escaping PlainRoutes
    ) -> HTTPListener {
        HTTPListener(
            host: settings.host, port: settings.port, bodyLimit: settings.bodyLimit,
            router: jobs ? engine.router : nil, plain: plain, log: log
        ) { [self] port in bound(name, settings.host, port) }
    }

    /// Both listeners have to be open before anybody hears that the host is ready.
    private func bound(_ name: String, _ address: String, _ port: Int) {
        log.info("listening", metadata: ["listener": "\(name)", "address": "\(address):\(port)"])
        let all = ports.withLock { ports in
            ports[name] = port
            return ports
        }
        guard let http = all["http"], let admin = all["admin"] else { return }
        RunFile.write(
            RunFile(pid: getpid(), httpHost: host.http.host, http: http, adminHost: host.admin.host, admin: admin),
            in: host.state)
        guard !signalled.load(ordering: .relaxed) else { return }
        readiness.ready()
        log.info("ready", metadata: ["processors": "\(engine.status.published.count)"])
    }

    private func stopped(_ name: String, _ settings: ListenerSettings, _ error: (any Error)?) {
        guard let error else { return }
        failure.withLock {
            $0 = "the \(name) listener on \(settings.host):\(settings.port) failed: \(error); is another program there?"
        }
        ending.open()
    }
}
