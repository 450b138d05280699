package dev.fractal.session.state;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.repl.Tries;
import java.util.Optional;

/** Work that a session's state waits for, as data. Its key comes back with its result. */
public sealed interface Work {
  /**
   * Steps after which the variables are saved within a turn, so that a rebuild stays short; where
   * cells take long, the REPL saves them earlier.
   */
  int SAVE_EVERY = 8;

  CallKey key();

  /** Whether a crash may lose a request of this work that was paid for. */
  default boolean spends() {
    return false;
  }

  /** Whether it is told when a crash has this work done again. */
  default boolean reported() {
    return spends();
  }

  /**
   * Whether the result is gone if the actor ends before it arrives. A child is found again by
   * whoever takes the session over.
   */
  default boolean isLostWithActor() {
    return true;
  }

  /** Ask the root model for a step. */
  record CallModel(CallKey key, int step) implements Work {
    @Override
    public boolean spends() {
      return true;
    }
  }

  /**
   * Evaluate a step's cells, from the start or from where they wait for the newest wave.
   *
   * @param schema what the turn's value must fit
   * @param save save the variables at the end even if the turn goes on
   * @param tries how it went before
   */
  record EvaluateStep(
      CallKey key,
      Workspace workspace,
      int turn,
      StepRecord step,
      Optional<Content> schema,
      boolean save,
      Tries tries)
      implements Work {
    static EvaluateStep of(SessionState.Evaluating at, boolean save) {
      int turn = at.turn().number();
      var call = CallKey.model(at.core().id(), turn, at.step().step());
      int lost = at.tries().lost();
      var again = lost == 0 ? "" : "r" + lost;
      return new EvaluateStep(
          new CallKey(call + "/e" + at.step().waves().size() + again),
          at.core().workspace(),
          turn,
          at.step(),
          at.turn().request().schema(),
          save,
          at.tries());
    }
  }

  /** Ask a leaf. */
  record AskLeaf(CallKey key, HostCall call) implements Work {
    @Override
    public boolean spends() {
      return true;
    }
  }

  /**
   * Have a child session do its turn. Asking again has no further effect, so a crash loses nothing.
   *
   * @param grant what the child may use at most
   */
  record RunChild(CallKey key, HostCall call, SessionId child, Budget grant) implements Work {
    @Override
    public boolean isLostWithActor() {
      return false;
    }
  }

  /** End a child that no cell waits for any more, and learn what it used. */
  record EndChild(SessionId child) implements Work {
    @Override
    public CallKey key() {
      return new CallKey(child + "/end");
    }

    @Override
    public boolean isLostWithActor() {
      return false;
    }
  }

  /** Remove the session from the store. Doing it again has no further effect. */
  record Remove(SessionId session) implements Work {
    @Override
    public CallKey key() {
      return new CallKey(session + "/remove");
    }

    @Override
    public boolean isLostWithActor() {
      return false;
    }
  }

  /** Reach a file, the network, a program or a tool. After a crash it is done again. */
  record UseGate(CallKey key, HostCall call) implements Work {
    @Override
    public boolean reported() {
      return HostFunctions.hasEffect(call);
    }
  }

  /** Tell another session something. Telling it again has no further effect. */
  record Tell(CallKey key, HostCall call) implements Work {}

  /** Read what a cell wants to wait for. After a crash it is read again. */
  record ReadWait(CallKey key, HostCall call) implements Work {}

  /** Open the oldest queued turn. */
  record OpenQueued(SessionId session, int turn) implements Work {
    @Override
    public CallKey key() {
      return new CallKey(session + "/t" + turn + "/open");
    }

    @Override
    public boolean isLostWithActor() {
      return false;
    }
  }
}
