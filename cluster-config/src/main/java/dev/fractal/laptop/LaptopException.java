package dev.fractal.laptop;

/** The local cluster cannot do what was asked; the message is one sentence for the user. */
public final class LaptopException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LaptopException(String message) {
    super(message);
  }

  LaptopException(String message, Throwable cause) {
    super(message, cause);
  }
}
