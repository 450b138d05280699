package dev.fractal.gate;

import dev.fractal.protocol.capability.Grant;
import dev.fractal.protocol.capability.PathRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads, lists and writes regular files within a territory. Calls block. */
final class FileGate {
  private final GateSettings.Files settings;

  FileGate(GateSettings.Files settings) {
    this.settings = settings;
  }

  /** A deed that may be refused, or fail. */
  private interface Deed<T> {
    T in(Places places) throws GateRefusal, GateFailure, IOException;
  }

  Outcome<FileText> read(Territory territory, String name) {
    return act(
        territory, territory.capability().read(), "read", name, places -> read(places, name));
  }

  Outcome<Listing> list(Territory territory, String name) {
    return act(
        territory, territory.capability().read(), "read", name, places -> list(places, name));
  }

  Outcome<WrittenFile> write(Territory territory, String name, String text) {
    return act(
        territory,
        territory.capability().write(),
        "write",
        name,
        places -> write(places, name, text));
  }

  private <T> Outcome<T> act(
      Territory territory, Grant<PathRule> gate, String deed, String name, Deed<T> work) {
    try {
      return new Outcome.Done<>(
          work.in(new Places(gate, deed, territory.directory(), settings.closed())));
    } catch (GateRefusal e) {
      return new Outcome.Refused<>(String.valueOf(e.getMessage()));
    } catch (GateFailure e) {
      return new Outcome.Failed<>(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Outcome.Failed<>(
          "'" + name + "' cannot be " + past(deed) + " (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static String past(String deed) {
    return deed.equals("read") ? "read" : "written";
  }

  private FileText read(Places places, String name) throws GateRefusal, GateFailure, IOException {
    var place = places.existing(name);
    if (place.getNameCount() == 0) {
      throw new GateFailure("'" + name + "' is a directory; list it");
    }
    try (var descent = PinnedParent.to(places.home(), place)) {
      regular(name, descent.attributes());
      try (var channel = descent.read()) {
        return new FileText(name, decoded(name, content(name, channel)));
      }
    }
  }

  private static void regular(String name, BasicFileAttributes attributes) throws GateFailure {
    if (attributes.isDirectory()) {
      throw new GateFailure("'" + name + "' is a directory; list it");
    }
    if (!attributes.isRegularFile()) {
      throw new GateFailure("'" + name + "' is a link or a device; only regular files are handled");
    }
  }

  private ByteBuffer content(String name, SeekableByteChannel channel)
      throws GateFailure, IOException {
    long expected = Math.min(Math.max(channel.size(), 4096), settings.maxRead());
    var buffer = ByteBuffer.allocate((int) expected + 1);
    while (channel.read(buffer) >= 0) {
      if (buffer.position() > settings.maxRead()) {
        throw new GateFailure(
            "'"
                + name
                + "' has more than "
                + settings.maxRead()
                + " bytes; pass it to the turn as an input instead");
      }
      buffer = buffer.hasRemaining() ? buffer : grown(buffer);
    }
    return buffer.flip();
  }

  private static ByteBuffer grown(ByteBuffer full) {
    return ByteBuffer.allocate(full.capacity() * 2).put(full.flip());
  }

  private static String decoded(String name, ByteBuffer bytes) throws GateFailure {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new GateFailure("'" + name + "' is not UTF-8 text; only text can be read");
    }
  }

  private Listing list(Places places, String name) throws GateRefusal, GateFailure, IOException {
    var place = places.existing(name);
    if (place.getNameCount() == 0) {
      throw new GateFailure("the root directory is not listed; name a directory in it");
    }
    if (place.equals(places.home())) {
      try (var descent = PinnedParent.to(place.getRoot(), place)) {
        return listing(name, descent);
      }
    }
    try (var descent = PinnedParent.to(places.home(), place)) {
      return listing(name, descent);
    }
  }

  private Listing listing(String name, PinnedParent descent) throws GateFailure, IOException {
    if (!descent.attributes().isDirectory()) {
      throw new GateFailure("'" + name + "' is not a directory; read it");
    }
    try (var directory = descent.list()) {
      var entries = new ArrayList<Listing.Entry>();
      for (var path : directory) {
        entries.add(entry(directory, path.getFileName()));
      }
      entries.sort(Comparator.comparing(Listing.Entry::name));
      int shown = Math.min(entries.size(), settings.maxEntries());
      return new Listing(name, List.copyOf(entries.subList(0, shown)), entries.size());
    }
  }

  private static Listing.Entry entry(SecureDirectoryStream<Path> directory, Path name)
      throws IOException {
    var attributes =
        directory
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    return new Listing.Entry(name.toString(), Listing.Kind.of(attributes), attributes.size());
  }

  private WrittenFile write(Places places, String name, String text)
      throws GateRefusal, GateFailure, IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > settings.maxWrite()) {
      throw new GateFailure(
          "a text of "
              + bytes.length
              + " bytes is not written, at most "
              + settings.maxWrite()
              + " are; write several files");
    }
    try (var descent = PinnedParent.to(places.home(), places.target(name))) {
      if (descent.exists()) {
        regular(name, descent.attributes());
      }
      descent.replace(ByteBuffer.wrap(bytes));
      return new WrittenFile(name, bytes.length);
    }
  }
}
