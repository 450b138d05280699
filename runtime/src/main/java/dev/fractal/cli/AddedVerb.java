package dev.fractal.cli;

/**
 * A verb that another module adds to the command line: a picocli command with a name, found by the
 * service loader. Its subcommands are verbs of this kind too.
 */
public interface AddedVerb {
  /**
   * Does the work and prints the answer.
   *
   * @return the exit code
   * @throws RuntimeException of a type of this project, with one sentence for the user
   */
  int run(CliEnvironment env);
}
