package dev.fractal.http;

import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import dev.fractal.view.SessionView;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;

/** The models that a body names in {@code model}, {@code childModel} and {@code leafModel}. */
record Models(StartTerms terms, SessionReader reader) {
  private static final String PLAYBOOK = "playbook:";
  private static final String OURS = "dev.fractal.";

  private record Named(Optional<String> root, Optional<String> child, Optional<String> leaf) {
    static Named in(Fields fields) {
      return new Named(
          fields.textIfAny("model"), fields.textIfAny("childModel"), fields.textIfAny("leafModel"));
    }

    boolean none() {
      return root.isEmpty() && child.isEmpty() && leaf.isEmpty();
    }
  }

  /** The checked models of a new session. */
  ModelChoice chosen(Fields fields) {
    var named = Named.in(fields);
    var root =
        named
            .root()
            .or(() -> Optional.of(terms.model()).filter(model -> !model.isBlank()))
            .orElseThrow(
                () ->
                    new Problem(
                            400,
                            "NoModel",
                            "no model is chosen; send the field 'model', or start the node with"
                                + " --model SPEC")
                        .thrown());
    return checked(new ModelChoice(root, named.child().orElse(root), named.leaf().orElse(root)));
  }

  /** The checked models of a new session that names none. */
  ModelChoice standard() {
    return chosen(Fields.of(ByteString.emptyByteString()));
  }

  /** One checked model for every role. */
  ModelChoice all(String spec) {
    return checked(ModelChoice.all(spec));
  }

  /**
   * The checked models that replace a session's; none when the body names none. {@code model} alone
   * replaces the root's, and with it those that were the same.
   */
  Optional<ModelChoice> replaced(Fields fields, SessionId session) {
    var named = Named.in(fields);
    if (named.none()) {
      return Optional.empty();
    }
    var old =
        SessionView.of(reader.events(session))
            .orElseThrow(() -> ReadRoutes.unknown(session))
            .spec()
            .models();
    var root = named.root().orElse(old.root());
    var rest = old.equals(ModelChoice.all(old.root())) ? ModelChoice.all(root) : old;
    return Optional.of(
        checked(
            new ModelChoice(
                root, named.child().orElse(rest.child()), named.leaf().orElse(rest.leaf()))));
  }

  private ModelChoice checked(ModelChoice choice) {
    var absolute =
        new ModelChoice(absolute(choice.root()), absolute(choice.child()), absolute(choice.leaf()));
    Stream.of(absolute.root(), absolute.child(), absolute.leaf()).distinct().forEach(this::check);
    return absolute;
  }

  private void check(String spec) {
    try {
      terms.check(spec);
    } catch (RuntimeException e) {
      throw e.getClass().getName().startsWith(OURS)
          ? new Problem(400, "ModelSpec", Fields.shortened(String.valueOf(e.getMessage()))).thrown()
          : e;
    }
  }

  /** A playbook's path must mean the same file wherever the session goes on. */
  private static String absolute(String spec) {
    try {
      return spec.startsWith(PLAYBOOK)
          ? PLAYBOOK + Path.of(spec.substring(PLAYBOOK.length())).toAbsolutePath().normalize()
          : spec;
    } catch (InvalidPathException e) {
      throw new Problem(400, "ModelSpec", "the playbook's name is not a path").thrown();
    }
  }
}
