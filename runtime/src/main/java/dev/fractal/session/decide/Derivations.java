package dev.fractal.session.decide;

import dev.fractal.protocol.Edge;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.Derivation.Attachment;
import dev.fractal.protocol.spec.Derivation.Fork;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.decide.Source.Found;
import dev.fractal.session.state.HostFunctions;
import dev.fractal.session.state.SessionState.Live;
import java.util.Optional;

/**
 * How a session begins that is derived from another one's head. It never may do more than its
 * source, nor more than the session that calls for it. Pure.
 */
record Derivations(SessionId session, NodeStamp world) {
  /** A refusal with its sentence. */
  private record No(Kind kind, String message) {}

  /**
   * Begins the session in one write: its settings, where it comes from, and what it goes on from.
   */
  Decision begin(Draft draft, Derivation derivation, Source source) {
    return switch (source) {
      case Source.NoSession _ ->
          refuse(
              new No(
                  Kind.UnknownSession,
                  "there is no session %s to derive from; name one that is listed"
                      .formatted(derivation.source())));
      case Source.NoHead _ -> refuse(noHead(derivation));
      case Found found ->
          objection(derivation, found)
              .map(this::refuse)
              .orElseGet(() -> begun(draft, derivation, found));
    };
  }

  /** The same derivation again is answered like the first time. */
  Decision again(Live state, Derivation derivation) {
    var core = state.core();
    boolean same =
        core.identity().origin().stream()
                .anyMatch(
                    origin ->
                        origin.session().equals(derivation.source())
                            && derivation.head().orElse(origin.head()).equals(origin.head()))
            && isMadeAs(core.spec(), derivation);
    return same
        ? Decision.answer(new Answer.Status())
        : refuse(
            new No(
                Kind.SessionExists,
                "session %s exists and did not begin like this; choose another id"
                    .formatted(session)));
  }

  private static boolean isMadeAs(SessionSpec spec, Derivation derivation) {
    return switch (derivation) {
      case Fork fork ->
          spec.descent().equals(Descent.ROOT)
              && spec.budget().equals(fork.budget())
              && spec.policy().equals(fork.policy())
              && fork.models().map(spec.models()::equals).orElse(true)
              && fork.profile()
                  .map(Profile::label)
                  .map(spec.authority().profile()::equals)
                  .orElse(true)
              && spec.authority().capability().approve().isAtLeast(new Approvals(fork.approve()));
      case Attachment attachment -> spec.descent().equals(attachment.spec().descent());
    };
  }

  private Decision begun(Draft draft, Derivation derivation, Found found) {
    var now = draft.now();
    var continuation = found.continuation().from(derivation.source());
    draft
        .add(new SessionStarted(session, spec(derivation, found.spec()), now))
        .add(new EdgeAdded(Edge.derivation(derivation.source(), found.head()), now))
        .add(new HeadSelected(found.head(), continuation, now));
    return Decision.status(draft);
  }

  private static SessionSpec spec(Derivation derivation, SessionSpec source) {
    return switch (derivation) {
      case Fork fork ->
          new SessionSpec(
              fork.models().orElse(source.models()),
              source.limits(),
              Descent.ROOT,
              authority(fork, source.authority()),
              fork.budget(),
              fork.policy(),
              source.doctrine(),
              source.kernel());
      case Attachment attachment -> {
        var spec = attachment.spec();
        var authority = spec.authority();
        var clamped = authority.capability().meet(source.authority().capability());
        yield spec.with(authority.with(authority.profile(), clamped));
      }
    };
  }

  private static Authority authority(Fork fork, Authority source) {
    var within = within(fork, source);
    return within.with(
        within.profile(), within.capability().needing(new Approvals(fork.approve())));
  }

  private static Authority within(Fork fork, Authority source) {
    return fork.profile()
        .map(
            profile ->
                source.with(
                    profile.label(), asked(profile, source.capability()).meet(source.capability())))
        .orElse(source);
  }

  /** What a profile admits under the source's ceilings and approvals. */
  private static Capability asked(Profile profile, Capability source) {
    return profile.under(source.limits()).needing(source.approve());
  }

  private Optional<No> objection(Derivation derivation, Found found) {
    var source = found.spec();
    var mismatch = world.mismatch(derivation.source(), source);
    if (mismatch.isPresent()) {
      return Optional.of(new No(Kind.WorldMismatch, mismatch.get()));
    }
    var own =
        switch (derivation) {
          case Fork fork -> fork.profile().flatMap(profile -> wider(profile, fork, source));
          case Attachment attachment -> outOfReach(attachment, source);
        };
    return own.or(() -> notRebuilt(derivation, found));
  }

  private static Optional<No> wider(Profile profile, Fork fork, SessionSpec source) {
    var capability = source.authority().capability();
    return asked(profile, capability).isAtMost(capability)
        ? Optional.empty()
        : Optional.of(
            new No(
                Kind.WiderThanSource,
                "profile '%s' admits more than session %s, whose profile is '%s'; a fork never widens, leave the profile out"
                    .formatted(profile.label(), fork.source(), source.authority().profile())));
  }

  private static Optional<No> outOfReach(Attachment attachment, SessionSpec source) {
    var tree = attachment.spec().descent().root();
    var other = attachment.source();
    if (!tree.equals(Optional.of(source.descent().root().orElse(other)))) {
      return Optional.of(
          new No(
              Kind.OtherTree,
              "session %s is not of this tree; attachRlm takes the sessions of its own tree only"
                  .formatted(other)));
    }
    return source.authority().capability().isAtMost(attachment.caller())
        ? Optional.empty()
        : Optional.of(
            new No(
                Kind.SourceMorePrivileged,
                "session %s (profile '%s') may do more than this session; attach to one that may do at most as much"
                    .formatted(other, source.authority().profile())));
  }

  /**
   * Variables that cannot be kept exactly are had by evaluating cells again, and these must find
   * the functions that they found then.
   */
  private static Optional<No> notRebuilt(Derivation derivation, Found found) {
    var granted = HostFunctions.granted(spec(derivation, found.spec()));
    var needed = HostFunctions.granted(found.spec());
    return found.continuation().workspace().replay().isEmpty() || granted.equals(needed)
        ? Optional.empty()
        : Optional.of(
            new No(
                Kind.WorldMismatch,
                "head %s of session %s has variables that are rebuilt by evaluating cells again under its own profile; derive it without a narrower one"
                    .formatted(found.head(), derivation.source())));
  }

  private static No noHead(Derivation derivation) {
    var source = derivation.source();
    return new No(
        Kind.UnknownHead,
        derivation
            .head()
            .map(
                head -> "session %s has no head %s; name one that it lists".formatted(source, head))
            .orElseGet(
                () ->
                    "session %s has no head yet but wreckage; finish a turn in it, or name one"
                        .formatted(source)));
  }

  private Decision refuse(No no) {
    return Decision.refuse(session, no.kind(), no.message());
  }
}
