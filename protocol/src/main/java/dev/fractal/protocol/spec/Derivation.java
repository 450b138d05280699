package dev.fractal.protocol.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.Profile;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a session is made with that goes on from a head of another one. Its capability is at most
 * the source's in every case.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "as")
@JsonSubTypes({
  @JsonSubTypes.Type(Derivation.Fork.class),
  @JsonSubTypes.Type(Derivation.Attachment.class)
})
public sealed interface Derivation {
  /** The session whose head it goes on from. */
  SessionId source();

  /** That head; the newest one that is no wreckage when none is named. */
  Optional<HeadId> head();

  /**
   * A session of its own, for a host: what is not said is the source's.
   *
   * @param profile refused when it would admit more than the source's capability
   * @param budget its own, new one
   * @param policy what happens as that comes to its end
   * @param approve functions that need a person's yes besides those of the source; as {@link
   *     Approvals} has them
   */
  @JsonTypeName("fork")
  record Fork(
      SessionId source,
      Optional<HeadId> head,
      Optional<ModelChoice> models,
      Optional<Profile> profile,
      Budget budget,
      BudgetPolicy policy,
      List<String> approve)
      implements Derivation {
    public Fork {
      // A node of the version before says nothing of either.
      policy = Objects.requireNonNullElse(policy, BudgetPolicy.USUAL);
      approve = new Approvals(Objects.requireNonNullElse(approve, List.of())).names();
    }

    /** One whose turns end when its budget does, and that needs the approvals of its source. */
    public Fork(
        SessionId source,
        Optional<HeadId> head,
        Optional<ModelChoice> models,
        Optional<Profile> profile,
        Budget budget) {
      this(source, head, models, profile, budget, BudgetPolicy.USUAL, List.of());
    }
  }

  /**
   * A child of a calling session of the same tree, refused when the source may do more than the
   * caller.
   *
   * @param spec what the caller gives its child; the capability is clamped with the source's
   * @param caller what the caller itself may do
   */
  @JsonTypeName("attachment")
  record Attachment(SessionId source, Optional<HeadId> head, SessionSpec spec, Capability caller)
      implements Derivation {}
}
