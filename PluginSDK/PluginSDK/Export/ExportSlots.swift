import CPluginABI

/// The two functions of the table that no instance is passed to. A C function has no context that could say which
/// plugin type is meant, and Swift forms none from a generic one: each exported type takes a pair of its own. An image
/// has one plugin and needs one; the rest are for test binaries, into which many plugins are linked.
struct ExportSlot: Sendable {
    let validate: @Sendable @convention(c) (proctor_bytes, UnsafeMutablePointer<proctor_error>?) -> proctor_status
    let create:
        @Sendable @convention(c) (
            UnsafePointer<proctor_host>?, proctor_bytes, UnsafeMutablePointer<OpaquePointer?>?,
            UnsafeMutablePointer<proctor_error>?
        ) -> proctor_status
}

let exportSlots: [ExportSlot] = [
    ExportSlot(validate: { validateConfiguration(0, $0, $1) }, create: { createInstance(0, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(1, $0, $1) }, create: { createInstance(1, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(2, $0, $1) }, create: { createInstance(2, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(3, $0, $1) }, create: { createInstance(3, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(4, $0, $1) }, create: { createInstance(4, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(5, $0, $1) }, create: { createInstance(5, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(6, $0, $1) }, create: { createInstance(6, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(7, $0, $1) }, create: { createInstance(7, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(8, $0, $1) }, create: { createInstance(8, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(9, $0, $1) }, create: { createInstance(9, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(10, $0, $1) }, create: { createInstance(10, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(11, $0, $1) }, create: { createInstance(11, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(12, $0, $1) }, create: { createInstance(12, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(13, $0, $1) }, create: { createInstance(13, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(14, $0, $1) }, create: { createInstance(14, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(15, $0, $1) }, create: { createInstance(15, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(16, $0, $1) }, create: { createInstance(16, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(17, $0, $1) }, create: { createInstance(17, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(18, $0, $1) }, create: { createInstance(18, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(19, $0, $1) }, create: { createInstance(19, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(20, $0, $1) }, create: { createInstance(20, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(21, $0, $1) }, create: { createInstance(21, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(22, $0, $1) }, create: { createInstance(22, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(23, $0, $1) }, create: { createInstance(23, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(24, $0, $1) }, create: { createInstance(24, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(25, $0, $1) }, create: { createInstance(25, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(26, $0, $1) }, create: { createInstance(26, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(27, $0, $1) }, create: { createInstance(27, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(28, $0, $1) }, create: { createInstance(28, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(29, $0, $1) }, create: { createInstance(29, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(30, $0, $1) }, create: { createInstance(30, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(31, $0, $1) }, create: { createInstance(31, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(32, $0, $1) }, create: { createInstance(32, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(33, $0, $1) }, create: { createInstance(33, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(34, $0, $1) }, create: { createInstance(34, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(35, $0, $1) }, create: { createInstance(35, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(36, $0, $1) }, create: { createInstance(36, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(37, $0, $1) }, create: { createInstance(37, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(38, $0, $1) }, create: { createInstance(38, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(39, $0, $1) }, create: { createInstance(39, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(40, $0, $1) }, create: { createInstance(40, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(41, $0, $1) }, create: { createInstance(41, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(42, $0, $1) }, create: { createInstance(42, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(43, $0, $1) }, create: { createInstance(43, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(44, $0, $1) }, create: { createInstance(44, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(45, $0, $1) }, create: { createInstance(45, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(46, $0, $1) }, create: { createInstance(46, $0, $1, $2, $3) }),
    ExportSlot(validate: { validateConfiguration(47, $0, $1) }, create: { createInstance(47, $0, $1, $2, $3) }),
]
