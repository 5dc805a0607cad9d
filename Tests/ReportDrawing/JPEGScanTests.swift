import CDrawing
import Testing

@testable import ReportDrawing

@Suite("Scans of a progressive JPEG") struct JPEGScanTests {
    /// A grey square of 8 x 8 pixels, as many times as there are scans. ITU-T T.81: a header of an ordinary JPEG with
    /// its Huffman tables, made progressive; each scan has the first coefficients of three components, all zero.
    /// - Parameter lastBits: Which bits of them the last scan says it has: those above, and its own.
    private func progressive(scans: Int, lastBits: UInt8 = 0) throws -> [UInt8] {
        var bytes = Samples.jpeg(width: 8, height: 8)
        let frame = try #require(bytes.firstRange(of: [0xFF, 0xC0]))
        bytes[frame.lowerBound + 1] = 0xC2
        let scan = try #require(bytes.firstRange(of: [0xFF, 0xDA])).lowerBound
        var header = Array(bytes[scan..<(scan + 14)])
        // The first and the last coefficient, and the bits of them.
        header.replaceSubrange(11..<14, with: [0, 0, 0])
        bytes.removeSubrange(scan...)
        for _ in 1..<scans { bytes += header + [0b0000_0011] }
        header[13] = lastBits
        bytes += header + [0b0000_0011]
        return bytes + [0xFF, 0xD9]
    }

    private func decode(_ bytes: [UInt8]) -> (status: drawing_status, message: String) {
        var picture = drawing_picture()
        var message = [CChar](repeating: 0, count: Int(DRAWING_MESSAGE_SIZE))
        let status = drawing_jpeg_decode(bytes, bytes.count, 1_000_000, &picture, &message)
        drawing_pixels_release(picture.pixels, Int(picture.width) * Int(picture.height) * 4)
        return (status, PictureReader.text(message))
    }

    @Test("one that is well made is decoded")
    func one() throws {
        let (status, message) = decode(try progressive(scans: 1))
        #expect(status == DRAWING_OK, "\(message)")
    }

    @Test("a scan that contradicts the one before is corrupt")
    func contradiction() throws {
        // It refines bits that the first one gave already.
        #expect(decode(try progressive(scans: 2, lastBits: 0x10)).status == DRAWING_CORRUPT)
    }

    @Test("more scans than an encoder writes are refused before they are decoded, wherever they stand")
    func bomb() throws {
        var bytes = try progressive(scans: 101)
        #expect(decode(bytes) == (DRAWING_CORRUPT, "it has more than 100 scans"))
        // Padding before a marker.
        let scan = try #require(bytes.firstRange(of: [0xFF, 0xDA])).lowerBound
        bytes.insert(contentsOf: [0xFF, 0xFF], at: scan)
        #expect(decode(bytes) == (DRAWING_CORRUPT, "it has more than 100 scans"))
    }

    @Test("what looks like a scan in other data is none")
    func comment() throws {
        var bytes = try progressive(scans: 1)
        let scans = [[UInt8]](repeating: [0xFF, 0xDA], count: 200).flatMap { $0 }
        // A comment, and its length with its own two bytes.
        bytes.insert(contentsOf: [0xFF, 0xFE, 0x01, 0x92] + scans, at: 2)
        let (status, message) = decode(bytes)
        #expect(status == DRAWING_OK, "\(message)")
    }
}
