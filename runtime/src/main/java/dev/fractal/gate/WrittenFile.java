package dev.fractal.gate;

/** A file that was written, by the name that was asked for. */
public record WrittenFile(String name, int bytes) {}
