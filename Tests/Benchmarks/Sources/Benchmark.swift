import Glibc

/// The measuring program of `make bench`, whose commands build it, drive it and lay its numbers out.
@main
enum Benchmark {
    private static let usage = """
        usage: benchmark dispatch ROUNDS JOBS FOLDER (FILE OPERATION PAYLOAD)...
               benchmark parts ROUNDS JOBS FOLDER FILE OPERATION PAYLOAD
               benchmark upstreams service|loop ORIGIN TOTAL WIDTH
               benchmark bare PORT
        """

    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            StandardStream.error.write("benchmark: \(error)")
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        switch arguments.first {
        case "dispatch": try dispatch(Array(arguments.dropFirst()))
        case "parts": try parts(Array(arguments.dropFirst()))
        case "upstreams": try upstreams(Array(arguments.dropFirst()))
        case "bare":
            guard arguments.count == 2, let port = UInt16(arguments[1]) else { throw BenchmarkFailure(usage) }
            try await BareServer.serve(port: Int(port))
        default: throw BenchmarkFailure(usage)
        }
    }

    private static func dispatch(_ arguments: [String]) throws {
        guard arguments.count >= 6, arguments.count % 3 == 0, let rounds = Int(arguments[0]), rounds > 0,
            let jobs = Int(arguments[1]), jobs > 0
        else { throw BenchmarkFailure(usage) }
        let loads = stride(from: 3, to: arguments.count, by: 3).map { index in
            load(arguments[index...])
        }
        try DispatchBenchmark(rounds: rounds, jobs: jobs, images: arguments[2]).run(loads)
    }

    private static func parts(_ arguments: [String]) throws {
        guard arguments.count == 6, let rounds = Int(arguments[0]), rounds > 0, let jobs = Int(arguments[1]), jobs > 0
        else { throw BenchmarkFailure(usage) }
        try PartsBenchmark(rounds: rounds, jobs: jobs, images: arguments[2]).run(load(arguments[3...]))
    }

    private static func upstreams(_ arguments: [String]) throws {
        guard arguments.count == 4, let way = UpstreamBenchmark.Way(rawValue: arguments[0]),
            let total = Int(arguments[2]), total > 0, let width = Int(arguments[3]), width > 0
        else { throw BenchmarkFailure(usage) }
        try UpstreamBenchmark(way: way, origin: arguments[1], total: total, width: width).run()
    }

    /// - Parameter words: file, operation, payload, and perhaps more.
    private static func load(_ words: ArraySlice<String>) -> DispatchLoad {
        let words = Array(words.prefix(3))
        return DispatchLoad(file: words[0], operation: words[1], payload: Array(words[2].utf8))
    }
}

/// Why nothing could be measured, as a sentence.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Writes whole lines at once: a reader of the other end waits for them.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    func write(_ line: String) {
        var line = line + "\n"
        line.withUTF8 { bytes in _ = Glibc.write(rawValue, bytes.baseAddress, bytes.count) }
    }
}
