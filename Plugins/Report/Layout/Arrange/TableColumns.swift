/// How wide the columns of a table are.
struct TableColumns {
    struct Need {
        var column: Int
        var span: Int
        var widths: Widths
    }

    /// Least and most of each column, by what its cells need.
    static func needs(_ cells: [Need], tracks: [Track], gap: Double) -> [Widths] {
        var columns = [Widths](repeating: .zero, count: tracks.count)
        for cell in cells where cell.span == 1 && cell.column < columns.count {
            columns[cell.column].least = max(columns[cell.column].least, cell.widths.least)
            columns[cell.column].most = max(columns[cell.column].most, cell.widths.most)
        }
        // A cell over several columns widens those that can be widened, each by as much.
        for cell in cells where cell.span > 1 && cell.column < columns.count {
            let range = cell.column..<min(cell.column + cell.span, columns.count)
            let flexible = range.filter {
                switch tracks[$0] {
                case .auto, .star: true
                case .pixels, .share: false
                }
            }
            guard !flexible.isEmpty else { continue }
            let gaps = gap * Double(range.count - 1)
            var least = gaps
            var most = gaps
            for column in range {
                switch tracks[column] {
                case .pixels(let width):
                    least += max(width, columns[column].least)
                    most += max(width, columns[column].least)
                case .auto, .star, .share:
                    least += columns[column].least
                    most += columns[column].most
                }
            }
            let missingLeast = max(0, cell.widths.least - least) / Double(flexible.count)
            let missingMost = max(0, cell.widths.most - most) / Double(flexible.count)
            for column in flexible {
                columns[column].least += missingLeast
                columns[column].most = max(columns[column].most + missingMost, columns[column].least)
            }
        }
        return columns
    }

    /// Widths that together are `available`: no column is narrower than its widest word, unless the words of all columns
    /// are wider than the table; then all give in proportion.
    static func widths(_ tracks: [Track], _ needs: [Widths], available: Double, gap: Double) -> [Double] {
        let room = max(0, available - gap * Double(max(0, tracks.count - 1)))
        let hasStar = tracks.contains { if case .star(let weight) = $0 { weight > 0 } else { false } }
        let items = zip(tracks, needs).map { track, need in
            switch track {
            case .pixels(let width):
                FlexibleLengths.Item(
                    base: max(width, need.least), least: need.least, most: max(width, need.least), grow: 0,
                    shrink: 0.001)
            case .share(let share):
                FlexibleLengths.Item(
                    base: max(room * share, need.least), least: need.least, most: max(room * share, need.least),
                    grow: 0, shrink: 0.001)
            case .auto:
                FlexibleLengths.Item(
                    base: need.most, least: need.least, most: .infinity, grow: hasStar ? 0 : max(1, need.most),
                    shrink: 1)
            case .star(let weight):
                FlexibleLengths.Item(base: 0, least: need.least, most: .infinity, grow: weight, shrink: 1)
            }
        }
        let widths = FlexibleLengths.shared(items, available: room)
        let sum = widths.reduce(0, +)
        guard sum > room + 0.001, sum > 0 else { return widths }
        return widths.map { $0 * room / sum }
    }
}
