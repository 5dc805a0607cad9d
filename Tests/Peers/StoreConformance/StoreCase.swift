/// One behaviour that every store has.
package struct StoreCase: Sendable, CustomStringConvertible {
    /// What holds, as a sentence.
    package let name: String
    private let body: @Sendable (StoreUnderTest) throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (StoreUnderTest) throws -> Void) {
        self.name = name
        self.body = body
    }

    package var description: String { name }

    /// - Throws: ``Complaint``, or what the store's own functions throw.
    package func run(on store: StoreUnderTest) throws { try body(store) }

    /// What a store did otherwise than it should.
    package struct Complaint: Error, CustomStringConvertible {
        package let description: String
    }
}

/// All of them. In a test target: `@Test(arguments: StoreConformance.cases)`.
package enum StoreConformance {
    package static let cases: [StoreCase] =
        valueCases + lifetimeCases + keyCases + swapCases + listCases + transactionCases + contentionCases
        + dataRoomCases + refusalCases
}

/// - Throws: ``StoreCase/Complaint`` when both differ.
func expect<Value: Equatable>(_ got: Value, _ wanted: Value, line: Int = #line, file: String = #fileID) throws {
    guard got != wanted else { return }
    let texts = [got, wanted].map { value in
        let text = "\(value)"
        return text.utf8.count > 400 ? text.prefix(400) + "... (\(text.utf8.count) bytes)" : text
    }
    throw StoreCase.Complaint(description: "\(file):\(line): \(texts[0]) is not \(texts[1])")
}
