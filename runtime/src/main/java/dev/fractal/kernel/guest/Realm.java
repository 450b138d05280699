package dev.fractal.kernel.guest;

/**
 * One engine's isolated world with its preludes: functions from texts and numbers to texts. One
 * caller at a time, on any platform thread; only {@link #interrupt} and {@link #abandon} may come
 * from another one meanwhile.
 */
public interface Realm extends AutoCloseable {
  /**
   * Calls a function of the preludes and lets everything run that can run.
   *
   * @param arguments strings, integers, doubles and booleans
   * @return the text that it gives, empty when it gives none
   * @throws RealmException if it threw, was stopped or ran out of something
   */
  String call(String function, Object... arguments);

  /** Whether more memory is held than the realm was opened with; cheap, asked while it runs. */
  boolean exceedsMemory();

  /** Begins to find out what is held; cheap, asked while it runs. */
  void weigh();

  /** Bytes that {@link #weigh} found, or {@link Long#MAX_VALUE} while it has found nothing. */
  long weighed();

  /** Gives back what nobody holds any more; takes as long as looking at all that is held. */
  void tidy();

  /** Ends what runs; the realm can be used again. */
  void interrupt();

  /** Ends what runs for good. */
  void abandon();

  @Override
  void close();
}
