import PluginSDK
import Report

@c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(ReportPlugin.self) }
