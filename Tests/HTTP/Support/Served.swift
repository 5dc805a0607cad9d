import Testing

/// Suites that serve and ask over loopback sockets: one after the other, since they measure time and memory.
@Suite("Served over loopback", .serialized) struct Served {}
