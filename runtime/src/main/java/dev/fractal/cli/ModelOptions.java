package dev.fractal.cli;

import dev.fractal.protocol.ModelChoice;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which models a session works with. */
final class ModelOptions {
  static final String VARIABLE = "FRACTAL_MODEL";
  private static final String PLAYBOOK = "playbook:";

  @Option(
      names = "--model",
      paramLabel = "SPEC",
      description =
          "playbook:FILE, openai:NAME, anthropic:NAME, gemini:NAME or ollama:NAME; default for a"
              + " new session: $FRACTAL_MODEL, then fractal.cli.model.")
  @Nullable String model;

  @Option(
      names = "--child-model",
      paramLabel = "SPEC",
      description = "Of child sessions; default: --model, without it fractal.cli.child-model.")
  @Nullable String childModel;

  @Option(
      names = "--leaf-model",
      paramLabel = "SPEC",
      description = "Of leaves; default: --model, without it fractal.cli.leaf-model.")
  @Nullable String leafModel;

  /** Whether any was named. */
  boolean any() {
    return Stream.of(
            Optional.ofNullable(model),
            Optional.ofNullable(childModel),
            Optional.ofNullable(leafModel))
        .anyMatch(Optional::isPresent);
  }

  /** The checked models of a new session; blank ones are for a remote node to choose. */
  ModelChoice forNew(Invocation invocation, CliSettings settings) {
    var env = invocation.env();
    var root =
        Optional.ofNullable(model)
            .filter(spec -> !spec.isBlank())
            .or(() -> configured(env, settings))
            .or(() -> invocation.remote() ? Optional.of("") : Optional.empty())
            .orElseThrow(
                () ->
                    new CliException(
                        "NoModel",
                        "no model is chosen; pass --model SPEC, e.g. --model playbook:FILE, or set "
                            + VARIABLE,
                        Exit.ERROR));
    return checked(
        new ModelChoice(
            root,
            childModel == null ? otherwise(root, settings.childModel()) : childModel,
            leaf(otherwise(root, settings.leafModel()))),
        env);
  }

  /** The model of new sessions for which the command line names none. */
  static Optional<String> configured(CliEnvironment env, CliSettings settings) {
    return Stream.of(env.variables().getOrDefault(VARIABLE, ""), settings.model())
        .filter(spec -> !spec.isBlank())
        .findFirst();
  }

  /** A model on the command line stands for all roles that it does not name itself. */
  private String otherwise(String root, String configured) {
    return model == null && !configured.isBlank() ? configured : root;
  }

  /**
   * The checked models of a session that has some: {@code --model} alone replaces the root's, and
   * with it those that were the same.
   */
  ModelChoice inPlaceOf(ModelChoice old, CliEnvironment env) {
    var root = model == null ? old.root() : model;
    var uniform = old.equals(ModelChoice.all(old.root()));
    var rest = uniform ? ModelChoice.all(root) : old;
    return checked(
        new ModelChoice(root, childModel == null ? rest.child() : childModel, leaf(rest.leaf())),
        env);
  }

  /** One spec, checked, that means the same whichever directory it is used in. */
  static String one(String spec, CliEnvironment env) {
    return checked(ModelChoice.all(spec), env).root();
  }

  private String leaf(String otherwise) {
    return leafModel == null ? otherwise : leafModel;
  }

  private static ModelChoice checked(ModelChoice choice, CliEnvironment env) {
    var absolute =
        new ModelChoice(
            absolute(choice.root(), env),
            absolute(choice.child(), env),
            absolute(choice.leaf(), env));
    Stream.of(absolute.root(), absolute.child(), absolute.leaf())
        .distinct()
        .forEach(env.launchers().models());
    return absolute;
  }

  /** A playbook's path must mean the same file whichever directory the next command runs in. */
  private static String absolute(String spec, CliEnvironment env) {
    return spec.startsWith(PLAYBOOK)
        ? PLAYBOOK + env.directory().resolve(spec.substring(PLAYBOOK.length())).normalize()
        : spec;
  }
}
