package dev.fractal.model.playbook;

import dev.fractal.model.ModelSpecException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A scripted model: clauses of which the first whose conditions all hold answers. It is a pure
 * function of the question, safe for use by several threads, and takes microseconds; a regular
 * expression that takes far more is given up.
 */
public final class Playbook {
  private static final long MOST_BYTES = 64L << 20;

  private final String name;
  private final List<PlaybookClause> clauses;

  Playbook(String name, List<PlaybookClause> clauses) {
    this.name = name;
    this.clauses = List.copyOf(clauses);
  }

  /**
   * Reads a playbook file: JSON if its name ends in {@code .json}, else YAML.
   *
   * @throws ModelSpecException with one sentence that names the file and, if it is malformed, the
   *     line
   */
  public static Playbook read(Path file) {
    return parse(file.toString(), text(file));
  }

  /**
   * Reads a playbook from its text; {@code name} is the file's name for complaints.
   *
   * @throws ModelSpecException with one sentence that names the line
   */
  public static Playbook parse(String name, String text) {
    return new PlaybookReader(name).read(text);
  }

  /** What the playbook was read from. */
  public String name() {
    return name;
  }

  /** The answer of the first clause whose conditions all hold. */
  public PlaybookAnswer answer(PlaybookQuestion question) {
    for (PlaybookClause clause : clauses) {
      Optional<PlaybookAnswer> answer = clause.answerWithin(question);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return new PlaybookAnswer.Unscripted();
  }

  /** What a file says of its size need not be true. */
  private static String bounded(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes((int) MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw tooLong(file);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private static ModelSpecException tooLong(Path file) {
    return new ModelSpecException(
        "the playbook '%s' has more than %,d bytes; write a shorter one"
            .formatted(file, MOST_BYTES));
  }

  private static String text(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new ModelSpecException(
          "the playbook '" + file + "' is not a file but something else; name a file");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw tooLong(file);
      }
      return bounded(file);
    } catch (CharacterCodingException e) {
      throw new ModelSpecException(
          "the playbook '" + file + "' is not UTF-8 text; save it as such");
    } catch (IOException e) {
      String why =
          Files.isDirectory(file)
              ? "is a directory"
              : Files.exists(file) ? "cannot be read" : "does not exist";
      throw new ModelSpecException(
          "the playbook '"
              + file
              + "' "
              + why
              + "; name a readable YAML or JSON file after 'playbook:'");
    }
  }
}
