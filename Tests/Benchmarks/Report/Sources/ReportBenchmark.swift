import Glibc
import ReportChromium
import ReportDrawing
import ReportTemplates
import Templates

/// Draws a class's reports with one of our engines, and says when: what Tests/Benchmarks/report.sh measures.
@main
enum ReportBenchmark {
    private static let usage = """
        usage: report-benchmark native|chromium CLASS COUNT WIDTH
               report-benchmark html CLASS
        CLASS has the data of one report a line
        """

    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            write("report-benchmark: \(error)", to: 2)
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        if arguments.count == 2, arguments[0] == "html" {
            let drawing = try ClassDrawing(engine: .chromium, file: arguments[1], width: 1)
            return write(try drawing.html(), to: 1)
        }
        guard arguments.count == 4, let engine = ReportEngine(rawValue: arguments[0]),
            let count = Int(arguments[2]), let width = Int(arguments[3]), count > 0, width > 0
        else { throw BenchmarkFailure(usage) }
        let drawing = try ClassDrawing(engine: engine, file: arguments[1], width: width)
        let first = try await drawing.draw(0)
        write("first \(first)", to: 1)
        // Each lane and tab has drawn before it counts.
        _ = try await drawing.draw(count: 4 * width, width: width)
        write("ready", to: 1)
        let bytes = try await drawing.draw(count: count, width: width)
        write("done \(bytes / count)", to: 1)
        // Measured meanwhile; who measures closes the input.
        while getchar() != EOF {}
        await drawing.close()
    }

    /// A whole line at once: a reader of the other end waits for it.
    private static func write(_ line: String, to descriptor: Int32) {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// Why nothing could be measured, as a sentence.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
