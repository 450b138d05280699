package dev.fractal.view.document;

import dev.fractal.protocol.Message;

/** One entry of a transcript. */
public record MessageDocument(Message.Author author, int turnId, String text) {}
