package dev.fractal.persistence.database;

/** There is no store where one was to be read. */
public final class MissingStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  public MissingStoreException(String sentence) {
    super(sentence);
  }
}
