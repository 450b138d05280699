package dev.fractal.http.wire;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * One thing that can be asked.
 *
 * @param reads whether its operation reads the store; such ones wait for each other
 * @param template path whose segments in braces are parameters, e.g. {@code /v1/sessions/{id}}
 * @param errors also for requests that never reach the operation
 */
public record Route(
    String method,
    String template,
    Admission admission,
    boolean reads,
    Operation operation,
    ErrorForm errors) {
  public Route(String method, String template, Admission admission, Operation operation) {
    this(method, template, admission, false, operation, Answers::problem);
  }

  /** Something that readers may get and that is there without a look into the store. */
  public static Route get(String template, Operation operation) {
    return new Route("GET", template, Admission.READ, operation);
  }

  /** Something that readers may get and that is read from the store. */
  public static Route read(String template, Operation operation) {
    return new Route("GET", template, Admission.READ, true, operation, Answers::problem);
  }

  public static Route post(String template, Operation operation) {
    return new Route("POST", template, Admission.DRIVE, operation);
  }

  /** The same, with errors of another form. */
  public Route with(ErrorForm form) {
    return new Route(method, template, admission, reads, operation, form);
  }

  /** How a route tells why a request was not carried out. */
  @FunctionalInterface
  public interface ErrorForm {
    HttpResponse answer(Problem problem);
  }

  /** What a route does; it may block, and holds no thread while its stage is open. */
  @FunctionalInterface
  public interface Operation {
    CompletionStage<HttpResponse> answer(Exchange exchange);
  }
}
