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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a playbook's text; every complaint names the file and the line. */
final class PlaybookReader {
  private static final int MOST_CODE_POINTS = 64 * 1024 * 1024;

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
      throw complaint(line, "is not readable: " + reason(e));
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
    ClauseReader.rejectUnknown(file, Set.of("clauses"), "a playbook");
    PlaybookNode.Field clauses = file.fields().get("clauses");
    if (clauses == null || !(clauses.value() instanceof Items list) || list.items().isEmpty()) {
      throw new PlaybookProblem(
          clauses == null ? file.line() : clauses.line(),
          "has no list of clauses; write at least one under 'clauses:'");
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
