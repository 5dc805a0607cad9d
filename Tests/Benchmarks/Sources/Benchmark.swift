import Glibc

/// The measuring program of `make bench`; `Tests/Benchmarks/run` builds it, drives it and lays its numbers out.
@main
enum Benchmark {
    private static let usage = """
        usage: benchmark dispatch ROUNDS JOBS FOLDER (FILE OPERATION PAYLOAD)...
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
            DispatchLoad(
                file: arguments[index], operation: arguments[index + 1], payload: Array(arguments[index + 2].utf8))
        }
        try DispatchBenchmark(rounds: rounds, jobs: jobs, images: arguments[2]).run(loads)
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
