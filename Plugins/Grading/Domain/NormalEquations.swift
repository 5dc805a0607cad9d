/// Least squares by the normal equations, for a handful of unknowns.
struct NormalEquations {
    private let unknowns: Int
    private var matrix: [[Double]]

    init(unknowns: Int) {
        self.unknowns = unknowns
        matrix = Array(repeating: Array(repeating: 0, count: unknowns + 1), count: unknowns)
    }

    /// Adds one equation: the dot product of `row` and the unknowns equals `value`.
    mutating func add(_ row: [Double], equals value: Double) {
        for i in 0..<unknowns where row[i] != 0 {
            for j in 0..<unknowns { matrix[i][j] += row[i] * row[j] }
            matrix[i][unknowns] += row[i] * value
        }
    }

    /// `nil` when the equations do not determine the unknowns.
    func solved() -> [Double]? {
        var m = matrix
        let largest = m.reduce(0) { max($0, $1.dropLast().reduce(0) { max($0, abs($1)) }) }
        for column in 0..<unknowns {
            let pivot = (column..<unknowns).max { abs(m[$0][column]) < abs(m[$1][column]) } ?? column
            guard abs(m[pivot][column]) > largest * 1e-13 else { return nil }
            m.swapAt(column, pivot)
            for row in 0..<unknowns where row != column {
                let factor = m[row][column] / m[column][column]
                guard factor != 0 else { continue }
                for k in column...unknowns { m[row][k] -= factor * m[column][k] }
            }
        }
        let solution = (0..<unknowns).map { m[$0][unknowns] / m[$0][$0] }
        return solution.allSatisfy(\.isFinite) ? solution : nil
    }
}
