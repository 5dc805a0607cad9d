import Glibc
import ReportChromium
import ReportDrawing
import ReportTemplates
import Synchronization
import Templates

/// The exam report, and the data of a class.
struct ClassDrawing: Sendable {
    private let renderer: ReportRenderer
    private let browser: Browser?
    private let template: ReportTemplate
    private let options: RenderOptions
    private let students: [[UInt8]]

    init(engine: ReportEngine, file: String, width: Int) throws {
        students = try Self.lines(of: file)
        guard !students.isEmpty else { throw BenchmarkFailure("\(file) has no line") }
        let shelf = try TemplateShelf(builtIn: try BuiltInTemplates.folders(), folder: nil)
        template = try shelf.template("exam-report")
        var settings = BrowserSettings()
        settings.tabs = width
        browser = engine == .chromium ? Browser(settings) : nil
        renderer = ReportRenderer(room: try DrawingRoom(lanes: width), browser: browser)
        options = RenderOptions(engine: engine)
    }

    /// The page that the browser would get for the first student.
    func html() throws -> String { try renderer.markup(template, data: data(0), options: options) }

    /// Bytes of the picture of one student's report; students come round again.
    func draw(_ number: Int) async throws -> Int {
        try await renderer.render(template, data: try data(number), options: options).bytes.count
    }

    /// Bytes of `count` reports, `width` at once.
    func draw(count: Int, width: Int) async throws -> Int {
        let turns = Turns()
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<width {
                group.addTask {
                    var bytes = 0
                    while true {
                        let number = turns.next()
                        guard number < count else { return bytes }
                        bytes += try await draw(number)
                    }
                }
            }
            return try await group.reduce(0, +)
        }
    }

    func close() async { await browser?.close() }

    /// Read from JSON each time, as a job's data is.
    private func data(_ number: Int) throws -> TemplateValue {
        try TemplateValue(json: students[number % students.count])
    }

    private static func lines(of file: String) throws -> [[UInt8]] {
        guard let stream = fopen(file, "r") else {
            throw BenchmarkFailure("\(file): \(String(cString: strerror(errno)))")
        }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, stream)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
    }
}

/// Numbers the reports for those that draw at once.
private final class Turns: Sendable {
    private let taken = Atomic(0)

    func next() -> Int { taken.add(1, ordering: .relaxed).oldValue }
}
