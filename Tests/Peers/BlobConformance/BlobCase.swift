/// One behaviour that a processor's own blobs have, wherever they are.
package struct BlobCase: Sendable, CustomStringConvertible {
    /// What holds, as a sentence.
    package let name: String
    private let body: @Sendable (BlobsUnderTest) throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (BlobsUnderTest) throws -> Void) {
        self.name = name
        self.body = body
    }

    package var description: String { name }

    /// - Throws: ``Complaint``, or what the blobs' own functions throw.
    package func run(on blobs: BlobsUnderTest) throws { try body(blobs) }

    /// What a service did otherwise than it should.
    package struct Complaint: Error, CustomStringConvertible {
        package let description: String
    }
}

/// All of them. In a test target: `@Test(arguments: BlobConformance.cases)`.
package enum BlobConformance {
    package static let cases: [BlobCase] = contentCases + keyCases + listCases + lifetimeCases + erasureCases
}

/// - Throws: ``BlobCase/Complaint`` when both differ.
func expect<Value: Equatable>(_ got: Value, _ wanted: Value, line: Int = #line, file: String = #fileID) throws {
    guard got != wanted else { return }
    let texts = [got, wanted].map { value in
        let text = "\(value)"
        return text.utf8.count > 400 ? text.prefix(400) + "... (\(text.utf8.count) bytes)" : text
    }
    throw BlobCase.Complaint(description: "\(file):\(line): \(texts[0]) is not \(texts[1])")
}
