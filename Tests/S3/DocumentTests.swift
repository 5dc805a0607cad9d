import Fuzzing
import Testing

@testable import HostS3

@Suite struct DocumentTests {
    private static let listing = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>exams</Name><Prefix/>
          <!-- <Contents><Key>no</Key></Contents> -->
          <Contents><Key>tmp/a &amp; b&#x2e;jpg</Key><ETag>&quot;e&quot;</ETag><Size>12</Size>
            <Owner><DisplayName>x</DisplayName><ID>Key</ID></Owner></Contents>
          <Contents><Size>0</Size><Key><![CDATA[<c>]]></Key></Contents>
          <s3:Contents a="/>" b='>'><Key>\u{c2dc}\u{d5d8}</Key><Size>1</Size></s3:Contents>
          <CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes>
          <IsTruncated>true</IsTruncated></ListBucketResult>
        """

    private func read(_ text: String) throws -> ObjectListing { try ObjectListing(Array(text.utf8)) }

    @Test("a listing's keys and sizes are read, whatever stands around them")
    func listing() throws {
        let listing = try read(Self.listing)
        #expect(listing.entries.map(\.key) == ["tmp/a & b.jpg", "<c>", "\u{c2dc}\u{d5d8}"])
        #expect(listing.entries.map(\.size) == [12, 0, 1])
        #expect(listing.isCut)
        #expect(try read("<ListBucketResult/>").entries.isEmpty)
    }

    @Test("what is no listing is refused, also one that would be asked for without end")
    func malformed() {
        let wrong = [
            "", "{}", "<html></html>", "<ListBucketResult>", "<ListBucketResult></ListBucketResult", "</a>",
            "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
            "<ListBucketResult><Contents><Key>k</Key><Size>-1</Size></Contents></ListBucketResult>",
            "<ListBucketResult><Contents><Key>k</Key><Size>99999999999999999999</Size></Contents></ListBucketResult>",
            "<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>",
            "<ListBucketResult><Contents><Key>&huge;</Key></Contents></ListBucketResult>",
            "<ListBucketResult><Contents><Key>&#xD800;</Key></Contents></ListBucketResult>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><ListBucketResult/>",
            "<ListBucketResult>" + String(repeating: "<a>", count: 100),
            "<ListBucketResult>" + String(repeating: "<Contents><Key>k</Key></Contents>", count: 1_001)
                + "</ListBucketResult>",
        ]
        for text in wrong { #expect(throws: XMLScanner.Malformed.self, "\(text.prefix(60))") { try read(text) } }
        #expect(throws: XMLScanner.Malformed.self) {
            try ObjectListing(Array("<ListBucketResult><Contents><Key>".utf8) + [0xFF, 0xFE])
        }
    }

    @Test("an error's code is read, and nothing that is no plain word")
    func codes() {
        func code(_ text: String) -> String? { ErrorCode.read(Array(text.utf8)) }
        #expect(code("<?xml version='1.0'?>\n<Error><Code>NoSuchKey</Code><Key>k</Key></Error>") == "NoSuchKey")
        #expect(code("<ErrorResponse><Error><Code>X</Code></Error></ErrorResponse>") == nil)
        #expect(code("<Error><Code>a secret\nword</Code></Error>") == nil)
        #expect(code("<Error><Code>\(String(repeating: "x", count: 65))</Code></Error>") == nil)
        #expect(code("<html>502 Bad Gateway</html>") == nil)
        #expect(code("") == nil)
    }

    @Test("mutated documents never crash the reader")
    func mutated() {
        var random = SeededRandom(4)
        let seeds = [Self.listing, "<Error><Code>NoSuchKey</Code><Message>x</Message></Error>"].map { Array($0.utf8) }
        for round in 0..<FuzzRounds.count(2_000) {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...3, using: &random) { bytes = bytes.mutated(&random) }
            if let listing = try? ObjectListing(bytes) {
                #expect(listing.entries.allSatisfy { $0.size >= 0 && !$0.key.isEmpty })
            }
            if let code = ErrorCode.read(bytes) { #expect(code.utf8.count <= 64) }
        }
    }
}
