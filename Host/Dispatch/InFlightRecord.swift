import Glibc
import Synchronization

/// A job that was in flight when a host ended without a farewell.
public struct LostJob: Sendable, Equatable {
    public let processor: String
    public let operation: String
    public let job: String
    public let tenant: String?
    public let attempt: UInt32
    public let generation: UInt32
    /// Milliseconds since 1970 when its handler was entered.
    public let started: UInt64
}

/// Which jobs are inside a plugin right now, in a small file that is mapped into memory: the kernel keeps it when the
/// process dies, so that the next start knows what was running. Nothing is written to the disk on the way of a job but
/// a few bytes of memory.
///
/// The file has one page of head and slots of 256 bytes. It is the host's own, of one version of one machine; a file
/// that does not fit is taken as empty.
public final class InFlightRecord: @unchecked Sendable {  // a slot belongs to the job that took it; `free` is guarded
    private enum Layout {
        static let magic: UInt64 = 0x3154_464C_5443_5250
        static let head = 4096
        static let slot = 256
        static let slots = 4096
        static let size = head + slot * slots
        /// Offsets within a slot: of numbers, then of texts, each with one byte of length before it.
        static let attempt = 4
        static let generation = 8
        static let started = 16
        static let processor = (offset: 24, room: 63)
        static let operation = (offset: 88, room: 55)
        static let job = (offset: 144, room: 79)
        static let tenant = (offset: 224, room: 31)
    }

    private let memory: UnsafeMutableRawPointer
    private let free: Mutex<[Int32]>
    /// What a host that died before this one left behind; empty after a proper end.
    public let lost: [LostJob]
    /// The slots that hold it, until somebody else has taken note.
    private let lostSlots: Mutex<[Int32]>

    /// Maps the file at `path`, which is made if it is missing.
    /// - Returns: nil when the file cannot be made or mapped; `errno` says why.
    public init?(path: String) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard file >= 0 else { return nil }
        defer { close(file) }
        // Allocated, not only sized: a mapped hole on a full disk would end the process at its first write.
        let refusal = posix_fallocate(file, 0, off_t(Layout.size))
        guard refusal == 0 else {
            errno = refusal
            return nil
        }
        let mapped = mmap(nil, Layout.size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
        guard let mapped, mapped != MAP_FAILED else { return nil }
        memory = mapped
        let taken = Self.read(UnsafeRawPointer(mapped))
        lost = taken.map(\.job)
        lostSlots = Mutex(taken.map(\.slot))
        if mapped.load(as: UInt64.self) != Layout.magic {
            (mapped + Layout.head).initializeMemory(as: UInt8.self, repeating: 0, count: Layout.slot * Layout.slots)
            mapped.storeBytes(of: Layout.magic, as: UInt64.self)
        }
        let held = Set(taken.map(\.slot))
        free = Mutex((0..<Int32(Layout.slots)).reversed().filter { !held.contains($0) })
    }

    /// Forgets ``lost`` in the file: to be called once its jobs are noted elsewhere. A start that ends before that
    /// leaves them to the next one.
    public func forgetLost() {
        let slots = lostSlots.withLock { slots in
            defer { slots = [] }
            return slots
        }
        for slot in slots { leave(slot) }
    }

    deinit { munmap(memory, Layout.size) }

    /// Notes that a job enters its handler; nil when all slots are taken.
    func enter(_ envelope: JobEnvelope, attempt: UInt32, generation: UInt32, processor: String) -> Int32? {
        guard let index = free.withLock({ $0.popLast() }) else { return nil }
        let slot = memory + Layout.head + Int(index) * Layout.slot
        slot.storeBytes(of: attempt, toByteOffset: Layout.attempt, as: UInt32.self)
        slot.storeBytes(of: generation, toByteOffset: Layout.generation, as: UInt32.self)
        slot.storeBytes(of: Self.milliseconds(), toByteOffset: Layout.started, as: UInt64.self)
        Self.write(processor, slot, Layout.processor)
        Self.write(envelope.operation, slot, Layout.operation)
        Self.write(Self.recorded(envelope.id), slot, Layout.job)
        Self.write(envelope.header("x-tenant-slug") ?? "", slot, Layout.tenant)
        // Last: a crash in between leaves a free slot, not a garbled one.
        slot.storeBytes(of: 1, as: UInt32.self)
        return index
    }

    /// Notes that the handler has returned.
    func leave(_ index: Int32) {
        // All of it: ids and tenants do not stay behind.
        (memory + Layout.head + Int(index) * Layout.slot)
            .initializeMemory(as: UInt8.self, repeating: 0, count: Layout.slot)
        free.withLock { $0.append(index) }
    }

    /// A job's id as the record keeps it: of a long one its beginning and a digest of all of it, so that two that begin
    /// alike are told apart. What was recorded is recorded as it is.
    public static func recorded(_ id: String) -> String {
        guard id.utf8.count > Layout.job.room else { return id }
        let digest = hexadecimal(digest(id))
        var (beginning, room) = ("", Layout.job.room - digest.utf8.count - 1)
        for scalar in id.unicodeScalars {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            beginning.unicodeScalars.append(scalar)
        }
        return beginning + "~" + digest
    }

    /// FNV-1a of 128 bits (offset basis and prime by Fowler, Noll and Vo). It keeps apart ids that differ, not those that
    /// somebody makes up to be mistaken for each other: that would only have a job run alone.
    private static func digest(_ text: String) -> UInt128 {
        var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
        for byte in text.utf8 { hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B }
        return hash
    }

    /// 32 digits.
    private static func hexadecimal(_ number: UInt128) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 32 - digits.utf8.count) + digits
    }

    /// Forgets everything: the host ends properly, and handlers that still run are left behind on purpose.
    public func clear() {
        (memory + Layout.head).initializeMemory(as: UInt8.self, repeating: 0, count: Layout.slot * Layout.slots)
    }

    private static func read(_ memory: UnsafeRawPointer) -> [(slot: Int32, job: LostJob)] {
        guard memory.load(as: UInt64.self) == Layout.magic else { return [] }
        return (0..<Layout.slots).compactMap { index in
            let slot = memory + Layout.head + index * Layout.slot
            guard slot.load(as: UInt32.self) == 1 else { return nil }
            let tenant = text(slot, Layout.tenant)
            let job = LostJob(
                processor: text(slot, Layout.processor), operation: text(slot, Layout.operation),
                job: text(slot, Layout.job), tenant: tenant.isEmpty ? nil : tenant,
                attempt: slot.load(fromByteOffset: Layout.attempt, as: UInt32.self),
                generation: slot.load(fromByteOffset: Layout.generation, as: UInt32.self),
                started: slot.load(fromByteOffset: Layout.started, as: UInt64.self))
            return (Int32(index), job)
        }
    }

    private static func write(_ text: String, _ slot: UnsafeMutableRawPointer, _ place: (offset: Int, room: Int)) {
        var text = text
        text.withUTF8 { bytes in
            let count = min(bytes.count, place.room)
            slot.storeBytes(of: UInt8(count), toByteOffset: place.offset, as: UInt8.self)
            if let base = bytes.baseAddress { (slot + place.offset + 1).copyMemory(from: base, byteCount: count) }
        }
    }

    private static func text(_ slot: UnsafeRawPointer, _ place: (offset: Int, room: Int)) -> String {
        let count = min(Int(slot.load(fromByteOffset: place.offset, as: UInt8.self)), place.room)
        return String(decoding: UnsafeRawBufferPointer(start: slot + place.offset + 1, count: count), as: UTF8.self)
    }

    private static func milliseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(clamping: time.tv_sec) &* 1_000 &+ UInt64(clamping: time.tv_nsec / 1_000_000)
    }
}
