package dev.fractal.persistence.journal;

/**
 * A state that may be kept as a snapshot of its journal. The root type, named by {@code
 * fractal.persistence.snapshot-class}, carries {@code @JsonTypeInfo}; its sealed subtypes carry
 * {@code @JsonTypeName} and are found without being listed.
 */
public interface Snapshot {}
