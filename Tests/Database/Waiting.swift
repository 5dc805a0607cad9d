import Glibc
import HostDatabase
import HostThreads

/// The failure that `body` throws.
func failure(_ body: () throws(DatabaseFailure) -> Void) -> DatabaseFailure? {
    do throws(DatabaseFailure) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// Waits until `condition` holds, 10 s at most.
func eventually(_ condition: () -> Bool) -> Bool {
    for _ in 0..<2_000 {
        if condition() { return true }
        usleep(5_000)
    }
    return condition()
}

/// Runs `body` on several threads at once and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let threads = (0..<count).compactMap { number in HostThread.start(name: "test") { body(number) } }
    for thread in threads { thread.join() }
}
