import ModelAPI

/// What a plugin asks a model, whichever it is.
public struct ModelRequest: Sendable {
    public var messages: [Message]
    public var tools: [Tool]
    public var toolChoice: ToolChoice
    public var format: AnswerFormat
    /// 0 to 2; nil: the operator's. Where the operator sends none, none is sent.
    public var temperature: Double?
    /// Most tokens of the answer; nil: the operator's.
    public var mostTokens: Int?
    /// Texts at which the answer ends; they are not in it.
    public var stop: [String]
    /// What it is for, in logs and traces: `exam-commentary`. A fixed word, nothing of the data.
    public var purpose: String
    /// The prompt that it was made of: `commentary@3#5e0f`.
    public var prompt: String?
    /// Whose it is where the job names no tenant: its payload does, say. The job's own goes before.
    public var tenant: String?
    /// For all attempts and pauses; nil, or longer than the operator's: the operator's.
    public var deadline: Duration?

    public init(
        messages: [Message], tools: [Tool] = [], toolChoice: ToolChoice = .automatic, format: AnswerFormat = .text,
        temperature: Double? = nil, mostTokens: Int? = nil, stop: [String] = [], purpose: String,
        prompt: String? = nil, tenant: String? = nil, deadline: Duration? = nil
    ) {
        self.messages = messages
        self.tools = tools
        self.toolChoice = toolChoice
        self.format = format
        self.temperature = temperature
        self.mostTokens = mostTokens
        self.stop = stop
        self.purpose = purpose
        self.prompt = prompt
        self.tenant = tenant
        self.deadline = deadline
    }
}
