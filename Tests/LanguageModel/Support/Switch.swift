import Synchronization

/// Something that a test turns on and off, from any task.
final class Switch: Sendable {
    private let state: Atomic<Bool>

    init(_ isOn: Bool) { state = Atomic(isOn) }

    var isOn: Bool {
        get { state.load(ordering: .sequentiallyConsistent) }
        set { state.store(newValue, ordering: .sequentiallyConsistent) }
    }
}
