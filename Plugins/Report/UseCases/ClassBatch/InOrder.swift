/// Makes things of many elements, a few at once, and hands them on in the elements' order.
///
/// No more are under way or wait for their turn than `ahead`, so that a slow one at the front does not fill the memory.
/// A failure, or cancelling, ends what is under way.
///
/// - Parameters:
///   - width: how many are made at once.
///   - deliver: is called for one at a time.
func makeInOrder<Element: Sendable, Made: Sendable>(
    _ elements: [Element], width: Int, ahead: Int, make: @escaping @Sendable (Element) async throws -> Made,
    deliver: (Int, Made) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: (Int, Made).self) { group in
        var made: [Int: Made] = [:]
        var started = 0
        var running = 0
        var next = 0
        func startMore() {
            while started < elements.count, running < max(1, width), started - next < max(width, ahead) {
                let index = started
                let element = elements[index]
                group.addTask { (index, try await make(element)) }
                started += 1
                running += 1
            }
        }
        startMore()
        while next < elements.count, let (index, value) = try await group.next() {
            running -= 1
            made[index] = value
            startMore()
            while let ready = made.removeValue(forKey: next) {
                try await deliver(next, ready)
                next += 1
                startMore()
            }
        }
    }
}
