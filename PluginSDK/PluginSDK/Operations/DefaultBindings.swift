/// Where an operation's jobs come from when plugins.yaml has no `bindings:` for the processor.
struct DefaultBindings: Sendable, Equatable {
    struct Route: Sendable, Equatable {
        let method: String
        let path: String
    }

    enum Schedule: Sendable, Equatable {
        case cron(String, zone: String)
        case interval(Duration)
    }

    var routes: [Route] = []
    var queues: [String] = []
    var schedules: [Schedule] = []

    /// The members of the operation in the manifest; what is empty is left out.
    var members: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if !routes.isEmpty {
            members["http"] = .array(routes.map { ["method": .string($0.method), "path": .string($0.path)] })
        }
        if !queues.isEmpty { members["queue"] = .array(queues.map { .string($0) }) }
        if !schedules.isEmpty { members["schedule"] = .array(schedules.map(\.json)) }
        return members
    }

    /// What a host could not bind. It reads a cron expression itself; here is seen only whether it is one at all.
    func problems(of operation: String) -> [String] {
        var problems: [String] = []
        for route in routes where !route.path.hasPrefix("/") {
            problems.append("The route \(route.path) of \(operation) has to begin with a slash.")
        }
        for queue in queues where !ManifestDocument.isName(queue) {
            problems.append(
                "The queue \"\(queue)\" of \(operation) has to be words of a-z, 0-9, _ and - joined by dots.")
        }
        for schedule in schedules {
            switch schedule {
            case .cron(let expression, let zone):
                let fields = expression.split { $0 == " " || $0 == "\t" }.count
                if fields != 5 {
                    problems.append(
                        "The schedule \"\(expression)\" of \(operation) has \(fields) fields; it needs five: minute, "
                            + "hour, day of month, month, day of week.")
                }
                if zone.isEmpty {
                    problems.append("The schedule of \(operation) has an empty zone; give one such as Asia/Seoul.")
                }
            case .interval(let interval) where interval < .milliseconds(1):
                problems.append("The schedule of \(operation) comes every \(interval); it needs 1 ms at least.")
            case .interval: break
            }
        }
        return problems
    }
}

extension DefaultBindings.Schedule {
    var json: JSONValue {
        switch self {
        case .cron(let expression, let zone): ["cron": .string(expression), "zone": .string(zone)]
        case .interval(let interval): ["every_ms": .integer(Int(clamping: interval.milliseconds))]
        }
    }
}

extension Operation {
    public enum HTTPMethod: String, Sendable { case get, post, put, patch, delete }

    /// Binds the operation to an HTTP route by default; plugins.yaml may say otherwise. A part in braces,
    /// `/exams/{id}`, is any one part: `job.parameter("id")`.
    public func http(_ method: HTTPMethod, _ path: String) -> Operation {
        var operation = self
        operation.defaults.routes.append(.init(method: method.rawValue.uppercased(), path: path))
        return operation
    }

    /// Binds the operation to an embedded queue by default: it does the jobs that are put there.
    public func queue(_ name: String) -> Operation {
        var operation = self
        operation.defaults.queues.append(name)
        return operation
    }

    /// Runs the operation by the clock by default, with `{}` as its input.
    ///
    /// - Parameters:
    ///   - cron: minute, hour, day of month, month, day of week: `0 3 * * mon-fri`.
    ///   - zone: of the time zone database: `Asia/Seoul`.
    public func schedule(_ cron: String, zone: String = "UTC") -> Operation {
        var operation = self
        operation.defaults.schedules.append(.cron(cron, zone: zone))
        return operation
    }

    /// Runs the operation every so often by default, with `{}` as its input.
    public func schedule(every interval: Duration) -> Operation {
        var operation = self
        operation.defaults.schedules.append(.interval(interval))
        return operation
    }
}
