package dev.fractal.kernel.differential;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.VariableChanges;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kernels that are broken on purpose: the suite has to find what is wrong with them. */
record DefectiveKernels(KernelFactory sound, Defect defect) implements KernelFactory {
  /** What is wrong. */
  enum Defect {
    /** What cannot be kept is saved without a word. */
    OPEN_LIST,
    /** Later changes of a variable are not told. */
    STALE_SAVES,
    /** A save counts although nobody restored it. */
    NO_RESTORE_CHECK
  }

  @Override
  public String stamp() {
    return sound.stamp();
  }

  @Override
  public Kernel open(Opening opening) {
    return new Defective(sound.open(opening), defect);
  }

  @Override
  public void close() {
    sound.close();
  }

  private static final class Defective implements Kernel {
    private final Kernel sound;
    private final Defect defect;
    private final Set<String> told = new HashSet<>();

    Defective(Kernel sound, Defect defect) {
      this.sound = sound;
      this.defect = defect;
    }

    @Override
    public CellOutcome evaluate(Cell cell) {
      return sound.evaluate(cell);
    }

    @Override
    public CellOutcome resume(List<GuestResult> results, Moment moment) {
      return sound.resume(results, moment);
    }

    @Override
    public VariableChanges changes() {
      return broken(sound.changes());
    }

    @Override
    public VariableChanges save() {
      return broken(defect == Defect.NO_RESTORE_CHECK ? sound.changes() : sound.save());
    }

    private VariableChanges broken(VariableChanges changes) {
      return switch (defect) {
        case NO_RESTORE_CHECK -> changes;
        case OPEN_LIST ->
            new VariableChanges(changes.changed(), changes.removed(), Map.of(), changes.size());
        case STALE_SAVES -> {
          var fresh = new HashMap<>(changes.changed());
          fresh.keySet().removeAll(told);
          told.addAll(changes.changed().keySet());
          yield new VariableChanges(fresh, changes.removed(), changes.inexact(), changes.size());
        }
      };
    }

    @Override
    public void close() {
      sound.close();
    }
  }
}
