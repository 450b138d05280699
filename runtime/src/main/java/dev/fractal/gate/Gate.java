package dev.fractal.gate;

import dev.fractal.protocol.capability.NameRule;
import java.util.List;
import java.util.function.Supplier;

/**
 * The functions by which cells reach files, the network and programs, each behind the {@code host}
 * gate by its name and behind its own gate. All of them block, so callers use virtual threads; an
 * interrupt ends a fetch or a program. Thread safe.
 */
public final class Gate implements AutoCloseable {
  private final FileGate files;
  private final Fetcher fetcher;
  private final Programs programs;

  public Gate(GateSettings settings, NameLookup lookup) {
    this.files = new FileGate(settings.files());
    this.fetcher = new Fetcher(settings.fetch(), lookup);
    this.programs = new Programs(settings.shell());
  }

  /** The whole of a UTF-8 text file. */
  public Outcome<FileText> readFile(Territory territory, String name) {
    return behind(territory, "readFile", () -> files.read(territory, name));
  }

  /** The entries of a directory. */
  public Outcome<Listing> listFiles(Territory territory, String name) {
    return behind(territory, "listFiles", () -> files.list(territory, name));
  }

  /** Puts a text in a file at once, over what was there; makes missing directories. */
  public Outcome<WrittenFile> writeFile(Territory territory, String name, String text) {
    return behind(territory, "writeFile", () -> files.write(territory, name, text));
  }

  /** The text behind an http or https URL, whatever its status; redirects are followed. */
  public Outcome<FetchedText> fetchText(Territory territory, String url) {
    return behind(territory, "fetchText", () -> fetcher.fetch(territory, url));
  }

  /** What a program prints and its exit code, run in the working directory without a shell. */
  public Outcome<CommandResult> sh(Territory territory, List<String> command) {
    return behind(territory, "sh", () -> programs.run(territory, command));
  }

  /** What programs see and leave of this machine's processes, in one sentence; may block. */
  public String programs() {
    return programs.space().sentence();
  }

  private static <T> Outcome<T> behind(
      Territory territory, String function, Supplier<Outcome<T>> work) {
    return territory.capability().host().admits(new NameRule(function))
        ? work.get()
        : new Outcome.Refused<>("this session may not call '" + function + "'");
  }

  /** Ends the fetches that are under way, and starts no more programs. */
  @Override
  public void close() {
    fetcher.close();
    programs.close();
  }
}
