import Testing

/// Tests of the real host process; one after the other, so that they do not take the machine from each other.
@Suite(.serialized) enum EndToEnd {}
