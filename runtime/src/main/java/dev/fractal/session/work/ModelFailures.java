package dev.fractal.session.work;

import dev.fractal.model.ModelCallException;
import dev.fractal.protocol.Failure;

/** Failed model calls as failures that users see. */
final class ModelFailures {
  private ModelFailures() {}

  static Failure of(ModelCallException e) {
    var type =
        switch (e.kind()) {
          case RATE_LIMIT -> "ModelRateLimit";
          case SERVER_ERROR -> "ModelServerError";
          case CONNECTION -> "ModelConnection";
          case TIMEOUT -> "ModelTimeout";
          case BAD_REQUEST -> "ModelBadRequest";
          case UNAUTHORIZED -> "ModelUnauthorized";
        };
    return new Failure(type, String.valueOf(e.getMessage()));
  }
}
