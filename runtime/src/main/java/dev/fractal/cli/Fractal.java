package dev.fractal.cli;

import dev.fractal.persistence.database.MissingStoreException;
import dev.fractal.remote.RemoteProblem;
import dev.fractal.view.Json;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the project. */
public final class Fractal {
  private static final String OURS = "dev.fractal.";

  private Fractal() {}

  /**
   * Runs one verb.
   *
   * @return the exit code: 0 final, 1 error or bad usage, 2 ended without FINAL, 3 timeout, 4
   *     unknown session, 5 a check failed, 130 interrupted
   */
  public static int run(String[] words, CliEnvironment env) {
    var invocation = new Invocation(env, wantsJson(words));
    try {
      return execute(words, invocation);
    } catch (CliException e) {
      return failed(invocation, e.type(), String.valueOf(e.getMessage()), e.exit());
    } catch (RemoteProblem e) {
      var sentence = Remote.sentence(e.kind(), String.valueOf(e.getMessage()));
      int exit = e.kind().equals("UnknownSession") ? Exit.UNKNOWN_SESSION : Exit.ERROR;
      return failed(invocation, e.kind(), Hints.with(sentence, e.kind()), exit);
    } catch (MissingStoreException e) {
      return failed(invocation, "Store", Hints.with(sentence(e), type(e)), Exit.ERROR);
    } catch (UnmatchedArgumentException e) {
      return failed(invocation, "BadUsage", unmatched(e), Exit.ERROR);
    } catch (ParameterException e) {
      return failed(invocation, "BadUsage", help(e), Exit.ERROR);
    } catch (UncheckedIOException e) {
      return failed(
          invocation, "InputOutput", "reading or writing failed: " + reason(e), Exit.ERROR);
    } catch (RuntimeException e) {
      return e.getClass().getName().startsWith(OURS)
          ? failed(invocation, type(e), Hints.with(sentence(e), type(e)), Exit.ERROR)
          : defect(invocation, e);
    }
  }

  private static int execute(String[] words, Invocation invocation) {
    var parsed = Verbs.parser(words).parseArgs(words).asCommandLineList().getLast();
    if (parsed.isUsageHelpRequested()) {
      usage(parsed, invocation);
      return Exit.OK;
    }
    LogFormat.check(System.getProperty(LogFormat.KEY), invocation.env().variables());
    if (parsed.getCommand() instanceof Verb verb) {
      return verb.run(verb.placed(invocation));
    }
    if (parsed.getCommand() instanceof AddedVerb added) {
      return added.run(invocation.env());
    }
    throw CliException.usage("which verb? 'bin/fractal --help' lists them");
  }

  private static void usage(CommandLine command, Invocation invocation) {
    var out = invocation.env().console().out();
    command.usage(out, invocation.style().colour() ? Ansi.ON : Ansi.OFF);
    out.flush();
  }

  private static boolean wantsJson(String[] words) {
    return Arrays.stream(words).takeWhile(word -> !word.equals("--")).anyMatch("--json"::equals);
  }

  private static String unmatched(UnmatchedArgumentException e) {
    var word = String.join(" ", e.getUnmatched());
    return e.getCommandLine().getParent() != null
        ? "'" + word + "' is not understood; " + hint(e)
        : "'" + word + "' is not a verb; 'bin/fractal --help' lists them";
  }

  private static String help(ParameterException e) {
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("bad usage");
    return message + "; " + hint(e);
  }

  private static String hint(ParameterException e) {
    return "see 'bin/" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'";
  }

  private static String reason(UncheckedIOException e) {
    var cause = e.getCause();
    return cause == null ? String.valueOf(e.getMessage()) : DataDirectory.reason(cause);
  }

  private static String type(RuntimeException e) {
    return e.getClass().getSimpleName().replaceFirst("Exception$", "");
  }

  private static String sentence(RuntimeException e) {
    var message = e.getMessage();
    return message == null ? type(e) : message;
  }

  /** A failure that nobody foresaw: one sentence for the caller, the rest in the log. */
  private static int defect(Invocation invocation, RuntimeException e) {
    LoggerFactory.getLogger(Fractal.class).error("unexpected failure", e);
    var log = System.getProperty(DataDirectory.LOG, "fractal.log in the temporary directory");
    return failed(
        invocation,
        "Unexpected",
        "unexpected " + e.getClass().getSimpleName() + "; the details are in " + log,
        Exit.ERROR);
  }

  private static int failed(Invocation invocation, String type, String sentence, int exit) {
    if (invocation.json()) {
      return invocation.print(
          new Report(exit, () -> Json.object().set("error", Json.error(type, sentence)), () -> ""));
    }
    var style = invocation.notes();
    invocation.say(style.red("error: ") + style.text(sentence));
    return exit;
  }
}
