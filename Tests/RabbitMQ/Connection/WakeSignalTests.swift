import Glibc
import HostThreads
import Synchronization
import Testing

@testable import HostRabbitMQ

@Suite("Waking a thread that sleeps")
struct WakeSignalTests {
    private func isReadable(_ signal: WakeSignal, _ milliseconds: CInt = 0) -> Bool {
        var descriptor = pollfd(fd: signal.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) == 1
    }

    /// As the thread does after `poll`.
    private func wake(_ signal: WakeSignal) -> Bool { signal.didWake(isReadable: isReadable(signal)) }

    @Test("a signal to a thread that is awake costs no system call, and keeps it from sleeping")
    func awake() {
        let signal = WakeSignal()
        signal.signal()
        #expect(!isReadable(signal))
        #expect(!signal.willSleep())
        #expect(wake(signal))
        #expect(!wake(signal))
        #expect(signal.willSleep())
    }

    @Test("a signal to one that sleeps ends its sleep, once")
    func asleep() {
        let signal = WakeSignal()
        #expect(signal.willSleep())
        signal.signal()
        signal.signal()
        #expect(isReadable(signal))
        #expect(wake(signal))
        #expect(!isReadable(signal))
    }

    @Test("a signal that rings late, when the thread is awake for another reason, ends one sleep and no more")
    func late() {
        let signal = WakeSignal()
        #expect(signal.willSleep())
        #expect(signal.note())
        #expect(wake(signal))
        signal.ring()
        #expect(signal.willSleep())
        #expect(isReadable(signal))
        #expect(!wake(signal))
        #expect(signal.willSleep())
        #expect(!isReadable(signal), "every sleep would end at once")
    }

    @Test("no work is left lying when many threads hand it over")
    func many() {
        let signal = WakeSignal()
        let (threads, each) = (8, 2000)
        let given = Atomic<Int>(0)
        let started = (0..<threads).compactMap { _ in
            HostThread.start(name: "giver") {
                for _ in 0..<each {
                    given.add(1, ordering: .relaxed)
                    signal.signal()
                }
            }
        }
        #expect(started.count == threads)
        var seen = 0
        while seen < threads * each {
            if signal.willSleep() { #expect(isReadable(signal, 5000), "slept with work to do") }
            _ = wake(signal)
            seen = given.load(ordering: .relaxed)
        }
        for thread in started { thread.join() }
    }
}
