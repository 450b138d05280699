package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Optional;

/**
 * What a caller asks when a session is to be let go on that stands still.
 *
 * @param requestId the caller's idempotency key, 1 to 200 characters: the same key lifts nothing
 *     twice
 * @param choice what to do if the record is still contradicted
 * @param by who asks, 1 to 200 characters
 * @param why in the caller's words, at most 2,000 characters; may be empty
 */
public record ReleaseRequest(String requestId, Choice choice, String by, String why) {
  /** Characters of the longest name. */
  public static final int LONGEST_NAME = 200;

  /** Characters of the longest explanation. */
  public static final int LONGEST_WHY = 2_000;

  public ReleaseRequest {
    if (requestId.isBlank() || requestId.length() > TurnRequest.LONGEST_ID) {
      throw new IllegalArgumentException("a request id has 1 to 200 characters");
    }
    if (by.isBlank() || by.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("who releases a session is named in 1 to 200 characters");
    }
    if (why.length() > LONGEST_WHY) {
      throw new IllegalArgumentException("why a session is released has at most 2,000 characters");
    }
  }

  /** The choice of a caller who may name a head, or leave it to the session to find one. */
  public static Choice choice(Optional<HeadId> head, boolean newestGood) {
    return head.<Choice>map(AtHead::new)
        .orElseGet(() -> newestGood ? new NewestGood() : new AsRecorded());
  }

  /** Where the session goes on. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "choice")
  @JsonSubTypes({
    @JsonSubTypes.Type(AsRecorded.class),
    @JsonSubTypes.Type(NewestGood.class),
    @JsonSubTypes.Type(AtHead.class)
  })
  public sealed interface Choice {}

  /** Where it stood, if the record stands; else nowhere. */
  @JsonTypeName("as-recorded")
  public record AsRecorded() implements Choice {}

  /** Where it stood, if the record stands; else at the newest head that can be restored. */
  @JsonTypeName("newest-good")
  public record NewestGood() implements Choice {}

  /** At this head, if it can be restored. */
  @JsonTypeName("head")
  public record AtHead(HeadId head) implements Choice {}
}
