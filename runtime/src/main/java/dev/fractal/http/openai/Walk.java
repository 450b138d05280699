package dev.fractal.http.openai;

import dev.fractal.http.openai.ChatThread.Said;
import dev.fractal.protocol.SessionId;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Follows what a conversation says was asked and answered through what its session said, and
 * through the branches that it left it for; used once.
 */
final class Walk {
  /** Newest turns that are looked at for a system message. */
  private static final int LOOKED_AT = 16;

  private final ChatThread conversation;
  private final SessionId root;
  private final Function<SessionId, Optional<Past>> pasts;
  private Past at;
  private int reached;
  private boolean told;

  private Walk(
      ChatThread conversation, Past root, int from, Function<SessionId, Optional<Past>> pasts) {
    this.conversation = conversation;
    this.root = root.session();
    this.pasts = pasts;
    this.at = root;
    this.reached = from;
  }

  /**
   * Where a conversation stands.
   *
   * @param reached so many of the session's turns are behind it
   * @param told whether the session has had its system messages
   */
  record End(Past at, int reached, boolean told) {
    boolean isNewest() {
      return reached == at.size();
    }
  }

  /**
   * Walks to the end of a conversation that began with the session.
   *
   * @throws ChatRefusal when it says something that was not said
   */
  static End fromBeginning(
      ChatThread conversation, Past root, Function<SessionId, Optional<Past>> pasts) {
    return new Walk(conversation, root, 0, pasts).whole();
  }

  /**
   * The same for one that may have forgotten its beginning: it starts as late as it can. Without a
   * past it goes on from where the session is.
   */
  static End fromAnywhere(
      ChatThread conversation, Past root, Function<SessionId, Optional<Past>> pasts) {
    if (conversation.past().isEmpty()) {
      return new End(root, root.size(), isTold(conversation, root));
    }
    var first = conversation.past().getFirst();
    for (int from = root.size() - 1; from > 0; from--) {
      if (root.asked(from, first.asked()) && root.answered(from, first.answered())) {
        var walk = new Walk(conversation, root, from, pasts);
        if (walk.failure().isEmpty()) {
          return walk.end();
        }
      }
    }
    return fromBeginning(conversation, root, pasts);
  }

  /**
   * The first turn is told, mostly; else a look at the newest ones must do. Where there is nothing
   * to tell, nothing is looked at.
   */
  private static boolean isTold(ChatThread conversation, Past root) {
    if (conversation.system().isBlank()) {
      return false;
    }
    var newest = IntStream.range(Math.max(1, root.size() - LOOKED_AT), root.size());
    return IntStream.concat(IntStream.range(0, Math.min(1, root.size())), newest)
        .anyMatch(place -> conversation.tells(root.asked(place)));
  }

  private End whole() {
    var failure = failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
    return end();
  }

  private End end() {
    return new End(at, reached, told);
  }

  private Optional<ChatRefusal> failure() {
    var past = conversation.past();
    for (int place = 0; place < past.size(); place++) {
      var said = past.get(place);
      if (!follows(said)) {
        var branch = pasts.apply(conversation.branch(root, conversation.key(root, place, "")));
        if (branch.isEmpty()) {
          return Optional.of(unknown(said));
        }
        at = branch.get();
        reached = 0;
        if (!follows(said)) {
          return Optional.of(unknown(said));
        }
      }
    }
    return Optional.empty();
  }

  private boolean follows(Said said) {
    if (reached == at.size()
        || !at.asked(reached, said.asked())
        || !at.answered(reached, said.answered())) {
      return false;
    }
    told |= conversation.tells(at.asked(reached));
    reached++;
    return true;
  }

  private ChatRefusal unknown(Said said) {
    var where = "messages[" + said.place() + "]";
    return reached < at.size() && at.asked(reached, said.asked())
        ? new ChatRefusal(
            400,
            "EditedHistory",
            where,
            "'"
                + where
                + "' is not what session '"
                + at.session()
                + "' answered; send its answer as it was, or edit a message of the user")
        : new ChatRefusal(
            400,
            "UnknownHistory",
            where,
            "'"
                + where
                + "' answers a message that session '"
                + at.session()
                + "' was not asked there; begin a conversation with one message, or name the"
                + " session and send only the newest message");
  }
}
