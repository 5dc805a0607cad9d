import CPrompts
import Prompts

/// The prompts that are part of the plugin's image.
enum BuiltInPrompts {
    /// Copied out of the image: some KiB, once.
    static let all: [PromptFile] = {
        var files: [PromptFile] = []
        while let file = built_in_prompt_at(files.count)?.pointee {
            files.append(
                PromptFile(
                    name: String(cString: file.name),
                    bytes: Array(UnsafeBufferPointer(start: file.bytes, count: file.size))))
        }
        return files
    }()
}
