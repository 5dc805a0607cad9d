import PluginSDK

/// How whole classes are drawn.
public struct ClassSettings: Settings {
    @Setting("Reports of one class that are worked on at once; drawing.lanes is how many draw.", in: 1...64)
    public var lanes = 2

    @Setting("The same of a class that the backend is asked about, where it is more than lanes.", in: 1...64)
    public var fetches = 8

    @Setting("Most students of one class.", in: 1...2000)
    public var mostStudents = 2000

    // The host keeps no file of more than 64 MiB.
    @Setting("Most bytes of a file that is kept; a larger ZIP becomes several.", in: 8_000_000...67_108_864)
    public var fileLimit = 48_000_000

    // It stays in memory until it is whole.
    @Setting("Most bytes of the PDF of report.class_pdf.", in: 1_000_000...1_073_741_824)
    public var pdfLimit = 268_435_456

    @Setting("How long the file of a class can be fetched.", in: .seconds(60) ... .seconds(2_592_000))
    public var keepFor = Duration.seconds(86_400)

    public init() {}
}
