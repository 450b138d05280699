package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.model.ModelSpecException;
import dev.fractal.model.PriceTable.Price;
import dev.fractal.model.provider.ModelConfig;
import dev.fractal.model.provider.Provider;
import dev.fractal.view.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The model that a role gets in a new session for which nobody names one.
 *
 * @param problem why it cannot be used
 */
record RoleLine(
    String role, Optional<String> model, Optional<String> problem, Optional<Price> price) {
  static List<RoleLine> all(ModelConfig config, CliSettings settings, CliEnvironment env) {
    var root = ModelOptions.configured(env, settings);
    var lines = new ArrayList<RoleLine>();
    lines.add(line("root", root, config, env));
    lines.add(line("child", named(settings.childModel()).or(() -> root), config, env));
    lines.add(line("leaf", named(settings.leafModel()).or(() -> root), config, env));
    return lines;
  }

  private static Optional<String> named(String spec) {
    return Optional.of(spec).filter(name -> !name.isBlank());
  }

  private static RoleLine line(
      String role, Optional<String> model, ModelConfig config, CliEnvironment env) {
    return new RoleLine(
        role,
        model,
        model.flatMap(spec -> problem(spec, env)),
        model.flatMap(spec -> price(spec, config)));
  }

  private static Optional<String> problem(String spec, CliEnvironment env) {
    try {
      env.launchers().models().accept(spec);
      return Optional.empty();
    } catch (ModelSpecException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Price> price(String spec, ModelConfig config) {
    return Arrays.stream(Provider.values())
        .filter(provider -> spec.startsWith(provider.word() + ":"))
        .findFirst()
        .flatMap(
            provider ->
                config
                    .server(provider)
                    .prices()
                    .priceOf(spec.substring(provider.word().length() + 1).strip()));
  }

  static String table(List<RoleLine> lines, Style style) {
    var table = new Table(style, "ROLE", "MODEL", "US DOLLARS PER MILLION TOKENS");
    lines.forEach(line -> table.row(line.role, line.model.orElse("none chosen"), line.note()));
    return table.render();
  }

  private String note() {
    return problem.orElseGet(
        () ->
            price
                .map(
                    known ->
                        "%s in, %s cached, %s out, as of %s"
                            .formatted(
                                known.input().toPlainString(),
                                known.cached().toPlainString(),
                                known.output().toPlainString(),
                                known.asOf()))
                .orElse(model.isEmpty() ? "" : "unknown"));
  }

  ObjectNode json() {
    var json = Json.object().put("role", role).put("model", model.orElse(null));
    json.put("problem", problem.orElse(null));
    price.ifPresentOrElse(
        known -> json.set("price", ProviderLine.price(known)), () -> json.put("price", "unknown"));
    return json;
  }
}
