import HostThreads
import Testing

@testable import HostSchedule

@Suite struct ScheduleClockTests {
    @Test("a wait on the system's clock ends at a time that has come, and when it is woken")
    func waits() throws {
        let clock = SystemScheduleClock()
        clock.wait(until: clock.now() - 5)
        clock.wake()
        clock.wait(until: nil)
        let gate = Gate()
        let thread = HostThread.start(name: "test") {
            clock.wait(until: clock.now() + 1_000)
            gate.open()
        }
        let waiting = try #require(thread)
        clock.wake()
        #expect(gate.wait(.seconds(30)))
        waiting.join()
    }

    @Test("a wait ends with the second that it is for, not before")
    func wholeSeconds() {
        let clock = SystemScheduleClock()
        let time = clock.now() + 1
        while clock.now() < time { clock.wait(until: time) }
        #expect(clock.now() == time)
    }
}
