import Testing

@testable import HostQueue

@Suite struct PutLineTests {
    @Test("one write takes a thousand jobs, or as many as have 16 MiB, and always the first")
    func bounds() {
        let mib = 1 << 20
        #expect(PutLine.count([]) == 0)
        #expect(PutLine.count(repeatElement(10, count: 3_000)) == 1_000)
        #expect(PutLine.count(repeatElement(4 * mib, count: 9)) == 4)
        #expect(PutLine.count([100 * mib, 1]) == 1)
        #expect(PutLine.count([1, 100 * mib, 1]) == 1)
    }
}
