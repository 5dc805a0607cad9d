/// An instruction set, by its number in the ELF header (e_machine).
public struct ELFMachine: Sendable, Hashable {
    public let number: UInt16

    public init(number: UInt16) {
        self.number = number
    }

    public static let x86_64 = ELFMachine(number: 62)
    public static let aarch64 = ELFMachine(number: 183)

    /// The one that this code was compiled for.
    public static var host: ELFMachine {
        #if arch(x86_64)
            x86_64
        #elseif arch(arm64)
            aarch64
        #else
            #error("name this architecture's ELF machine number here")
        #endif
    }

    public var name: String {
        switch number {
        case 3: "x86 (32 bits)"
        case 8: "MIPS"
        case 20: "PowerPC"
        case 21: "PowerPC (64 bits)"
        case 22: "S/390"
        case 40: "ARM (32 bits)"
        case 62: "x86-64"
        case 183: "AArch64"
        case 243: "RISC-V"
        case 258: "LoongArch"
        default: "machine \(number)"
        }
    }
}
