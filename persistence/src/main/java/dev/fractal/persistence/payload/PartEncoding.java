package dev.fractal.persistence.payload;

import dev.fractal.protocol.TextBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How the characters of a part became bytes: as UTF-8, or as UTF-16 when an unpaired surrogate
 * leaves no choice, and deflated when large.
 */
enum PartEncoding {
  UTF_8("utf-8", false, false),
  UTF_8_DEFLATED("utf-8/deflate", false, true),
  UTF_16("utf-16", true, false),
  UTF_16_DEFLATED("utf-16/deflate", true, true);

  /** Smaller bodies are stored as they are. */
  private static final int DEFLATE_FROM = 1024;

  private final String wire;
  private final boolean units;
  private final boolean deflated;

  PartEncoding(String wire, boolean units, boolean deflated) {
    this.wire = wire;
    this.units = units;
    this.deflated = deflated;
  }

  String wire() {
    return wire;
  }

  static Optional<PartEncoding> of(String wire) {
    return Stream.of(values()).filter(encoding -> encoding.wire.equals(wire)).findFirst();
  }

  static PartEncoding fitting(CharSequence text) {
    boolean large = text.length() > DEFLATE_FROM;
    if (TextBytes.isWellFormed(text)) {
      return large ? UTF_8_DEFLATED : UTF_8;
    }
    return large ? UTF_16_DEFLATED : UTF_16;
  }

  byte[] encode(CharSequence text) {
    var plain = units ? TextBytes.units(text) : TextBytes.of(text);
    return deflated ? deflate(plain) : plain;
  }

  String decode(byte[] body) throws DataFormatException {
    var plain = deflated ? inflate(body) : body;
    return units ? TextBytes.ofUnits(plain) : new String(plain, StandardCharsets.UTF_8);
  }

  private static byte[] deflate(byte[] plain) {
    try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(plain);
      deflater.finish();
      var out = new ByteArrayOutputStream(plain.length / 2);
      var buffer = new byte[16 * 1024];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static byte[] inflate(byte[] body) throws DataFormatException {
    try (var inflater = new Inflater()) {
      inflater.setInput(body);
      var out = new ByteArrayOutputStream(3 * body.length);
      var buffer = new byte[16 * 1024];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0) {
          throw new DataFormatException("a deflated part ends early");
        }
        out.write(buffer, 0, count);
      }
      return out.toByteArray();
    }
  }
}
