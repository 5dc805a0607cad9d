/// How far two pictures are from each other.
package struct PictureDifference: Sendable, Hashable, CustomStringConvertible {
    /// A channel that differs by no more than this does not count: letters of another version of a library.
    package static let channelTolerance = 24
    /// Part of the pixels that may differ by more.
    package static let mostDifferent = 0.001
    /// Mean difference over all channels.
    package static let largestMean = 0.2
    /// Mean difference of the worst square. Letters that moved by a fraction of a pixel stay below it, a word that is
    /// new does not.
    package static let largestSquare = 10.0
    /// Pixels of a square's edge: about a word.
    package static let squareSide = 24

    package let largest: Int
    /// Part of the pixels that differ by more than `channelTolerance` in a channel.
    package let different: Double
    package let mean: Double
    /// The greatest mean difference of a square: a word that came or went, which a whole page's mean hides.
    package let worstSquare: Double

    /// Nil when their sizes differ.
    package init?(_ one: PixelPicture, _ other: PixelPicture) {
        guard one.width == other.width, one.height == other.height else { return nil }
        let columns = one.width / Self.squareSide + 1
        var squares = [Int](repeating: 0, count: columns * (one.height / Self.squareSide + 1))
        var (largest, over, sum) = (0, 0, 0)
        for pixel in 0..<one.width * one.height {
            var (here, all) = (0, 0)
            for channel in pixel * 4..<pixel * 4 + 4 {
                let difference = abs(Int(one.bytes[channel]) - Int(other.bytes[channel]))
                all += difference
                here = max(here, difference)
            }
            guard here > 0 else { continue }
            let (row, column) = pixel.quotientAndRemainder(dividingBy: one.width)
            squares[row / Self.squareSide * columns + column / Self.squareSide] += all
            sum += all
            if here > Self.channelTolerance { over += 1 }
            largest = max(largest, here)
        }
        self.largest = largest
        different = Double(over) / Double(max(1, one.width * one.height))
        mean = Double(sum) / Double(max(1, one.bytes.count))
        // Colours only: opacity differs nowhere.
        worstSquare = Double(squares.max() ?? 0) / Double(Self.squareSide * Self.squareSide * 3)
    }

    /// Whether a person would call the two the same.
    package var isSmall: Bool {
        different <= Self.mostDifferent && mean <= Self.largestMean && worstSquare <= Self.largestSquare
    }

    package var description: String {
        "largest difference \(largest), \(different * 100) % of pixels beyond \(Self.channelTolerance), mean \(mean), "
            + "in the worst square \(worstSquare)"
    }
}
