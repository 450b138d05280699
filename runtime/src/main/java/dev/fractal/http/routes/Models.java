package dev.fractal.http.routes;

import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Problem;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;

/**
 * The models that a body names in {@code model}, {@code childModel} and {@code leafModel}. What the
 * operator or an earlier caller chose needs no place on the shelf.
 */
public record Models(StartTerms terms, SessionReader reader, Shelf shelf) {
  private static final String OURS = "dev.fractal.";

  private record Named(Optional<String> root, Optional<String> child, Optional<String> leaf) {
    boolean none() {
      return root.isEmpty() && child.isEmpty() && leaf.isEmpty();
    }
  }

  private Named named(Fields fields) {
    return new Named(
        fields.textIfAny("model").map(this::taken),
        fields.textIfAny("childModel").map(this::taken),
        fields.textIfAny("leafModel").map(this::taken));
  }

  /** The node's own model is everybody's. */
  private String taken(String spec) {
    var own = Shelf.absolute(terms.model());
    return Shelf.absolute(spec).equals(own) ? own : shelf.taken(spec);
  }

  /** The checked models of a new session. */
  ModelChoice chosen(Fields fields) {
    var named = named(fields);
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
                                + " one for all")
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
    var named = named(fields);
    if (named.none()) {
      return Optional.empty();
    }
    var old =
        reader
            .outlines()
            .standing(session)
            .orElseThrow(() -> ReadRoutes.unknown(session))
            .outline()
            .birth()
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
        new ModelChoice(
            Shelf.absolute(choice.root()),
            Shelf.absolute(choice.child()),
            Shelf.absolute(choice.leaf()));
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
}
