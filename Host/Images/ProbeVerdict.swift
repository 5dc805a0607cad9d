/// What a child process found when it loaded a plugin.
public struct ProbeVerdict: Sendable, Equatable {
    public let id: String
    public let version: String
    public let manifest: PluginManifest
    /// The manifest as the plugin's table has it.
    public let manifestBytes: [UInt8]
    /// For each of the settings that were asked about, in their order: what the plugin has against them, or nil.
    public let complaints: [SettingsComplaint?]
}
