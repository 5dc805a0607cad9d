import PluginSDK

/// What a host looks at before it calls anything but the entry.
enum TableCheck {
    /// - Throws: `PluginFindings`.
    static func table(from entry: () -> UnsafePointer<proctor_plugin>?) throws -> PluginTable {
        guard let first = entry() else {
            throw PluginFindings([PluginFinding(code: "entry.null", message: "The entry gives no table.")])
        }
        var findings: [PluginFinding] = []
        if entry() != first {
            findings.append(
                PluginFinding(
                    code: "entry.not_stable",
                    message: "The entry gives another table at its second call; make it once."))
        }
        let table = PluginTable(first)
        findings += faults(of: table.value)
        if !findings.isEmpty { throw PluginFindings(findings) }
        return table
    }

    private static func faults(of table: proctor_plugin) -> [PluginFinding] {
        guard table.magic == PROCTOR_MAGIC else {
            return [PluginFinding(code: "table.magic", message: "The table does not begin with PROCTOR_MAGIC.")]
        }
        var findings: [PluginFinding] = []
        if UInt32(table.abi_major) != PROCTOR_ABI_MAJOR || UInt32(table.abi_minor) != PROCTOR_ABI_MINOR {
            findings.append(
                PluginFinding(
                    code: "table.abi",
                    message: "The table is of ABI \(table.abi_major).\(table.abi_minor), this kit of "
                        + "\(PROCTOR_ABI_MAJOR).\(PROCTOR_ABI_MINOR); build the plugin against this SDK."))
        }
        let required: [(String, Bool)] = [
            ("validate", table.validate == nil), ("create", table.create == nil), ("start", table.start == nil),
            ("submit", table.submit == nil), ("cancel", table.cancel == nil), ("stop", table.stop == nil),
            ("destroy", table.destroy == nil),
        ]
        for (name, isMissing) in required where isMissing {
            findings.append(PluginFinding(code: "table.function_missing", message: "The table has no \(name)."))
        }
        return findings + ManifestCheck.faults(of: table)
    }
}

/// Whether the manifest says what a host has to know.
enum ManifestCheck {
    static func faults(of table: proctor_plugin) -> [PluginFinding] {
        guard let manifest = try? JSONValue(parsing: table.manifest.array) else {
            return [PluginFinding(code: "manifest.not_json", message: "The manifest is not JSON.")]
        }
        var findings: [PluginFinding] = []
        if case .array(let problems)? = manifest["problems"] {
            for case .string(let problem) in problems {
                findings.append(PluginFinding(code: "manifest.problem", message: problem))
            }
        }
        for (name, value) in [("id", table.id.text), ("version", table.version.text)]
        where value.isEmpty || manifest[name] != .string(value) {
            findings.append(
                PluginFinding(
                    code: "manifest.differs", message: "The \(name) of the manifest is not the table's \"\(value)\"."))
        }
        guard case .array(let operations)? = manifest["operations"], !operations.isEmpty else {
            findings.append(PluginFinding(code: "manifest.no_operations", message: "The manifest has no operations."))
            return findings
        }
        for operation in operations {
            guard case .string? = operation["name"] else {
                findings.append(PluginFinding(code: "manifest.no_name", message: "An operation has no name."))
                continue
            }
        }
        return findings
    }
}
