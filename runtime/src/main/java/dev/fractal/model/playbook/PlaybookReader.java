package dev.fractal.model.playbook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.fractal.model.ModelSpecException;
import dev.fractal.model.playbook.PlaybookNode.Fields;
import dev.fractal.model.playbook.PlaybookNode.Items;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a playbook's text; every complaint names the file and the line. */
final class PlaybookReader {
  private static final int MOST_CODE_POINTS = 64 * 1024 * 1024;

  /** The key that every playbook has, at the beginning of a line or of a JSON object. */
  private static final Pattern CLAUSES =
      Pattern.compile("^\\W{0,20}clauses\"?\\s{0,20}:", Pattern.MULTILINE);

  private static final String NO_PLAYBOOK =
      "has no list of clauses; write at least one under 'clauses:'";

  private final String name;

  PlaybookReader(String name) {
    this.name = name;
  }

  Playbook read(String text) {
    try (JsonParser parser = factory().createParser(text)) {
      return new Playbook(name, clauses(PlaybookNode.read(parser)));
    } catch (PlaybookProblem problem) {
      throw complaint(problem.line(), problem.what());
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      // Pieces of a file that is no playbook are nobody's business who names it.
      throw complaint(
          line, CLAUSES.matcher(text).find() ? "is not readable: " + reason(e) : NO_PLAYBOOK);
    } catch (IOException e) {
      throw complaint(1, "is not readable: " + firstLine(String.valueOf(e.getMessage())));
    }
  }

  private JsonFactory factory() {
    if (name.endsWith(".json")) {
      return JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    }
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CODE_POINTS);
    return YAMLFactory.builder()
        .loaderOptions(options)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();
  }

  private static List<PlaybookClause> clauses(PlaybookNode root) {
    if (!(root instanceof Fields file)) {
      throw new PlaybookProblem(
          root.line(), "holds " + root.kind() + "; a playbook starts with the key 'clauses'");
    }
    PlaybookNode.Field clauses = file.fields().get("clauses");
    if (clauses == null) {
      throw new PlaybookProblem(file.line(), NO_PLAYBOOK);
    }
    ClauseReader.rejectUnknown(file, Set.of("clauses"), "a playbook");
    if (!(clauses.value() instanceof Items list) || list.items().isEmpty()) {
      throw new PlaybookProblem(
          clauses.line(), "has no list of clauses; write at least one under 'clauses:'");
    }
    List<PlaybookClause> read = new ArrayList<>();
    for (PlaybookNode item : list.items()) {
      read.add(ClauseReader.read(item));
    }
    return read;
  }

  private ModelSpecException complaint(int line, String what) {
    return new ModelSpecException("the playbook '" + name + "', line " + line + ", " + what);
  }

  /** YAML's own message begins with what was read, and only then says what is wrong with it. */
  private static String reason(JsonProcessingException e) {
    return e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblem() != null
        ? firstLine(yaml.getProblem())
        : firstLine(e.getOriginalMessage());
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("no reason given");
  }
}
