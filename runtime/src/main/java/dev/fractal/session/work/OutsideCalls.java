package dev.fractal.session.work;

/** What a session's work reaches beyond its REPL. */
public record OutsideCalls(
    ModelCalls models,
    LeafCalls leaves,
    ChildCalls children,
    GateCalls gates,
    ToolCalls tools,
    WaitCalls waits,
    TellCalls tells,
    Removal removal) {}
