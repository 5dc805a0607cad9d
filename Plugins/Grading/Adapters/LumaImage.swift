import CImaging
import Glibc

/// A decoded picture: 8-bit luminance, 0 black, rows without padding. Immutable; usable from any thread.
package final class LumaImage: @unchecked Sendable {  // the pixels are written before init and never after
    package let width: Int
    package let height: Int
    private let memory: UnsafeMutablePointer<UInt8>

    /// Takes over what a function of CImaging handed out.
    init?(adopting luma: imaging_luma) {
        guard let pixels = luma.pixels else { return nil }
        memory = pixels
        width = Int(luma.width)
        height = Int(luma.height)
    }

    /// Makes a picture by filling fresh, zeroed memory of width x height bytes; `nil` without memory or extent.
    package init?(width: Int, height: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height),
            let memory = calloc(width, height)
        else { return nil }
        self.memory = memory.assumingMemoryBound(to: UInt8.self)
        self.width = width
        self.height = height
        fill(UnsafeMutableBufferPointer(start: self.memory, count: width * height))
    }

    deinit { imaging_release(memory) }

    var size: Size { Size(width: Double(width), height: Double(height)) }

    /// The pixels live as long as the call.
    package func withPixels<Result>(_ body: (UnsafePointer<UInt8>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try body(UnsafePointer(memory)) }
    }

    /// A picture whose pixels are the means of factor x factor pixels; `nil` when nothing would be left.
    func reduced(by factor: Int) -> LumaImage? {
        guard (1...2048).contains(factor) else { return nil }
        return LumaImage(width: width / factor, height: height / factor) { target in
            guard let start = target.baseAddress else { return }
            withPixels { imaging_reduce($0, UInt32(width), UInt32(height), UInt32(factor), start) }
        }
    }
}
