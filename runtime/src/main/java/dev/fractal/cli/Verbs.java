package dev.fractal.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verbs by name. Only the one that is asked for is built, so that reading starts fast. */
final class Verbs {
  private static final SequencedMap<String, Supplier<Verb>> ALL = all();

  private Verbs() {}

  /** The command line for these words: with the verb that they begin with, else with all. */
  static CommandLine parser(String[] words) {
    var root = new CommandLine(new Root());
    var verb = words.length == 0 ? null : ALL.get(words[0]);
    if (verb != null) {
      return root.addSubcommand(words[0], verb.get());
    }
    ALL.forEach((name, make) -> root.addSubcommand(name, make.get()));
    ServiceLoader.load(AddedVerb.class).forEach(root::addSubcommand);
    return root;
  }

  private static SequencedMap<String, Supplier<Verb>> all() {
    var verbs = new LinkedHashMap<String, Supplier<Verb>>();
    verbs.put("run", RunVerb::new);
    verbs.put("turn", TurnVerb::new);
    verbs.put("chat", ChatVerb::new);
    verbs.put("resume", ResumeVerb::new);
    verbs.put("release", ReleaseVerb::new);
    verbs.put("tell", TellVerb::new);
    verbs.put("raise", RaiseVerb::new);
    verbs.put("inbox", InboxVerb::new);
    verbs.put("answer", AnswerVerb::new);
    verbs.put("approve", ApproveVerb::new);
    verbs.put("reject", RejectVerb::new);
    verbs.put("schedule", ScheduleVerb::new);
    verbs.put("fork", ForkVerb::new);
    verbs.put("attach", AttachVerb::new);
    verbs.put("pause", PauseVerb::new);
    verbs.put("stop", StopVerb::new);
    verbs.put("cancel", CancelVerb::new);
    verbs.put("compact", CompactVerb::new);
    verbs.put("purge", PurgeVerb::new);
    verbs.put("node", NodeVerb::new);
    verbs.put("cluster", ClusterVerb::new);
    verbs.put("ls", LsVerb::new);
    verbs.put("show", ShowVerb::new);
    verbs.put("tree", TreeVerb::new);
    verbs.put("events", EventsVerb::new);
    verbs.put("watch", WatchVerb::new);
    verbs.put("steps", StepsVerb::new);
    verbs.put("messages", MessagesVerb::new);
    verbs.put("heads", HeadsVerb::new);
    verbs.put("edges", EdgesVerb::new);
    verbs.put("cost", CostVerb::new);
    verbs.put("vars", VarsVerb::new);
    verbs.put("payload", PayloadVerb::new);
    verbs.put("models", ModelsVerb::new);
    verbs.put("check", CheckVerb::new);
    verbs.put("verify-lineage", VerifyLineageVerb::new);
    return verbs;
  }

  /** The root of the command line. */
  @Command(
      name = "fractal",
      description = "Durable recursive language-model sessions.",
      synopsisSubcommandLabel = "VERB")
  static final class Root {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;
  }
}
