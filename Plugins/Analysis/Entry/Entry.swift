import Analysis
import PluginSDK

@c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(AnalysisPlugin.self) }
