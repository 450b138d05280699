package dev.fractal.gate;

/** The whole text of a file, by the name that was asked for. */
public record FileText(String name, String text) {}
