package dev.fractal.session;

/** What a session's work reaches beyond its REPL. */
record OutsideCalls(
    ModelCalls models,
    LeafCalls leaves,
    ChildCalls children,
    GateCalls gates,
    ToolCalls tools,
    Removal removal) {}
