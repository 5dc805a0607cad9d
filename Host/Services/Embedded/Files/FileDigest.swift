import Crypto
import HostDatabase

/// SHA-256 of content as it is read or written, in lower-case hexadecimal as `sha256sum` prints it.
struct FileDigest: Equatable {
    let sha256: String
    let bytes: Int

    /// Of the rest of a file.
    init(of file: borrowing OpenFile) throws(DatabaseFailure) {
        try self.init(reading: file) { (_) throws(DatabaseFailure) in }
    }

    /// Of the rest of a file, which is written to another on the way.
    init(copying file: borrowing OpenFile, to copy: borrowing OpenFile) throws(DatabaseFailure) {
        try self.init(reading: file) { (piece) throws(DatabaseFailure) in try copy.write(piece) }
    }

    private init(
        reading file: borrowing OpenFile, _ use: (ArraySlice<UInt8>) throws(DatabaseFailure) -> Void
    ) throws(DatabaseFailure) {
        var digest = RunningDigest()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try file.read(into: &buffer)
            guard count > 0 else { break }
            digest.add(buffer[..<count])
            try use(buffer[..<count])
        }
        sha256 = digest.text
        bytes = digest.bytes
    }
}

/// The same, piece by piece.
struct RunningDigest {
    private var hash = SHA256()
    private(set) var bytes = 0

    mutating func add(_ piece: ArraySlice<UInt8>) {
        piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
        bytes += piece.count
    }

    var text: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
