package dev.fractal.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.budget.Allowance;
import dev.fractal.protocol.budget.Amounts;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.OnBudget;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.spec.Derivation;
import java.io.IOException;
import java.io.NotSerializableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands and replies as they cross from node to node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WireTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final HeadId HEAD = new HeadId("sha256:" + "a".repeat(64));
  private static final PayloadId PAYLOAD = new PayloadId("sha256:" + "b".repeat(64));
  private static final ModelChoice MODELS = ModelChoice.all("openai:some");

  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "wire",
          ConfigFactory.parseString("pekko.loglevel = OFF, pekko.stdout-loglevel = OFF")
              .withFallback(ConfigFactory.load()));
  private final Serialization serialization = SerializationExtension.get(Adapter.toClassic(system));

  @AfterAll
  void close() {
    system.terminate();
  }

  private static Budget budget() {
    return new Budget(
        Allowance.of(new java.math.BigDecimal("0.25")),
        Allowance.unlimited(),
        Allowance.of(3),
        Allowance.unlimited(),
        Allowance.of(2),
        Optional.of(Instant.parse("2026-11-22T10:00:00.123456Z")));
  }

  private static TurnRequest request() {
    return new TurnRequest(
        "r-1",
        new Content.Stored(PAYLOAD, 5_000),
        Map.of("report", new InputRef(PAYLOAD, 9)),
        Optional.of(MODELS),
        Optional.of(3),
        Optional.of(Duration.ofMillis(1_500)),
        Optional.of(Content.inline("{}")));
  }

  private static final AskId ASK = new AskId(ID, 1, 2, 0, 3);

  Stream<SessionCommand> commands() {
    ActorRef<SessionReply> to = system.deadLetters();
    var spec = ClusterRig.spec().with(budget());
    var fork =
        new Derivation.Fork(
            ID, Optional.of(HEAD), Optional.of(MODELS), Optional.of(Profile.TRUSTED), budget());
    var attachment =
        new Derivation.Attachment(ID, Optional.empty(), spec, spec.authority().capability());
    return Stream.of(
        new SessionCommand.StartSession(spec, to),
        new SessionCommand.ForkSession(fork, to),
        new SessionCommand.ForkSession(attachment, to),
        new SessionCommand.ForkSession(
            new Derivation.Fork(
                ID,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                budget(),
                BudgetPolicy.USUAL.with(OnBudget.ASK),
                List.of("github.*", "sh")),
            to),
        new SessionCommand.RunTurn(
            request().needing(new Approvals(List.of("sh"))), IfBusy.QUEUE, to),
        new SessionCommand.RunTurn(request(), IfBusy.REJECT, to),
        new SessionCommand.SubmitTurn(TurnRequest.of("r", "task"), IfBusy.QUEUE, to),
        new SessionCommand.AwaitTurn(7, Duration.ofSeconds(90), to),
        new SessionCommand.CancelTurn(1, to),
        new SessionCommand.CancelChild(ID, to),
        new SessionCommand.PauseSession(to),
        new SessionCommand.PurgeSession(to),
        new SessionCommand.CompactSession(to),
        new SessionCommand.StopSession(true, to),
        new SessionCommand.CloseSession(to),
        new SessionCommand.ResumeSession("doctrine/1", Optional.of(HEAD), to),
        new SessionCommand.ReleaseSession(
            new ReleaseRequest("k-1", new ReleaseRequest.AsRecorded(), "kim", ""),
            Duration.ofSeconds(9),
            to),
        new SessionCommand.ReleaseSession(
            new ReleaseRequest("k-2", new ReleaseRequest.AtHead(HEAD), "kim", "it must go on"),
            Duration.ZERO,
            to),
        new SessionCommand.AnswerAsk(ASK, new AskReply(new AskReply.Value("[1]"), "kim"), to),
        new SessionCommand.AnswerAsk(ASK, new AskReply(new AskReply.Decline("no"), "kim"), to),
        new SessionCommand.AnswerAsk(
            ASK, new AskReply(new AskReply.Approve(Optional.of("[]")), "kim"), to),
        new SessionCommand.AnswerAsk(ASK, new AskReply(new AskReply.Reject("no"), "kim"), to),
        new SessionCommand.RaiseBudget(Raise.usd("0.5"), "kim", to),
        new SessionCommand.TellSession(
            new Letter("k-3", new Letter.Person("kim"), Letter.Mode.INTERRUPT, "stop it"), to),
        new SessionCommand.TellSession(
            new Letter(
                "k-4",
                new Letter.Relative(ID, Optional.of(new SessionId("s-0")), new SessionId("s-0")),
                Letter.Mode.STEER,
                "half of it is done"),
            to),
        new SessionCommand.SetSchedule(
            new ScheduleOrder(
                new ScheduleOrder.Add(
                    new Schedule(
                        "report",
                        "write it",
                        new Schedule.Cron("0 9 * * *", "Europe/Berlin"),
                        Schedule.Overlap.QUEUE)),
                "kim"),
            to),
        new SessionCommand.SetSchedule(
            new ScheduleOrder(
                new ScheduleOrder.Add(
                    new Schedule(
                        "look",
                        "look",
                        new Schedule.Every(Duration.ofHours(1)),
                        Schedule.Overlap.SKIP)),
                "kim"),
            to),
        new SessionCommand.SetSchedule(
            new ScheduleOrder(new ScheduleOrder.Change("look", Schedule.Phase.REMOVED), "kim"), to),
        new SessionCommand.DescribeSession(to));
  }

  Stream<SessionReply> replies() {
    var tree = new Spent(Amounts.NONE, true, false);
    var finished = new TurnOutcome.Finished(Content.inline("42"));
    var aborted = new TurnOutcome.Aborted(TurnStatus.TIMEOUT, new Failure("TurnTimeout", "late"));
    return Stream.of(
        new SessionReply.Done(ID, SessionStatus.STOP_REQUESTED),
        new SessionReply.TurnAccepted(ID, 3),
        new SessionReply.TurnSettled(
            ID, new TurnResult(ID, 3, finished, 2, Spend.NONE, tree, Optional.of(HEAD))),
        new SessionReply.TurnSettled(
            ID, new TurnResult(ID, 4, aborted, 0, Spend.NONE, Spent.NONE, Optional.empty())),
        new SessionReply.TurnPending(ID, 3),
        new SessionReply.TurnPending(
            ID,
            3,
            true,
            List.of(
                new AskNote(
                    ASK, Optional.of("kim"), "Ok?", List.of("yes"), true, Optional.of("sh")))),
        new SessionReply.Described(
            ID, SessionStatus.RUNNING, 4, Optional.of(4), 2, Optional.of(HEAD), Spend.NONE),
        new SessionReply.Described(
            ID, SessionStatus.IDLE, 0, Optional.empty(), 0, Optional.empty(), Spend.NONE),
        new SessionReply.Released(
            ID,
            SessionStatus.RUNNING,
            new ReleaseReport(
                ReleaseReport.Verdict.LIFTED,
                new Failure("ReplDiverged", "x differs"),
                "the record stands",
                Optional.empty())),
        new SessionReply.Scheduled(
            ID,
            "report",
            Schedule.Phase.ACTIVE,
            Optional.of(Instant.parse("2026-11-22T10:00:00.123456Z"))),
        new SessionReply.ReleasePending(ID),
        new SessionReply.Refused(ID, new Refusal(Refusal.Kind.TurnQueueFull, "too many")));
  }

  @Test
  void everyCommandAndEveryReplyHasASample() {
    assertThat(commands().<Class<?>>map(SessionCommand::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(
            List.of(SessionCommand.class.getPermittedSubclasses()));
    assertThat(replies().<Class<?>>map(SessionReply::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(List.of(SessionReply.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandArrivesAsItWasSent(SessionCommand command) {
    assertThat(sent(command)).isEqualTo(command);
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aReplyArrivesAsItWasSent(SessionReply reply) {
    assertThat(sent(reply)).isEqualTo(reply);
  }

  private Object sent(Object message) {
    var serializer = serializer(message);
    return received(serializer, bytes(message), serializer.manifest(message));
  }

  private byte[] bytes(Object message) {
    return serialization.serialize(message).get();
  }

  private Object received(SerializerWithStringManifest serializer, byte[] bytes, String manifest) {
    return serialization.deserialize(bytes, serializer.identifier(), manifest).get();
  }

  private SerializerWithStringManifest serializer(Object message) {
    return (SerializerWithStringManifest) serialization.findSerializerFor(message);
  }

  @Test
  void fieldsOfANewerNodeAreIgnored() throws IOException {
    var reply = new SessionReply.TurnPending(ID, 3);
    var cbor = new CBORMapper();
    var fields = (ObjectNode) cbor.readTree(serializer(reply).toBinary(reply));
    fields.put("mood", "good");
    var manifest = serializer(reply).manifest(reply);

    assertThat(serializer(reply).fromBinary(cbor.writeValueAsBytes(fields), manifest))
        .isEqualTo(reply);
  }

  /** What the version before did not know is as if nobody had asked for it. */
  @Test
  void commandsOfAnOlderNodeAreReadWithoutWhatItDoesNotKnow() throws IOException {
    ActorRef<SessionReply> to = system.deadLetters();
    var spec = ClusterRig.spec().with(budget());
    var fork =
        new Derivation.Fork(ID, Optional.empty(), Optional.empty(), Optional.empty(), budget());
    var run = new SessionCommand.RunTurn(request(), IfBusy.QUEUE, to);
    assertThat(older(new SessionCommand.StartSession(spec, to), "spec", "policy"))
        .isEqualTo(new SessionCommand.StartSession(spec, to));
    assertThat(older(new SessionCommand.ForkSession(fork, to), "derivation", "policy", "approve"))
        .isEqualTo(new SessionCommand.ForkSession(fork, to));
    assertThat(older(run, "request", "approve")).isEqualTo(run);
  }

  private Object older(SessionCommand command, String part, String... fields) throws IOException {
    var cbor = new CBORMapper();
    var tree = (ObjectNode) cbor.readTree(bytes(command));
    for (var field : fields) {
      assertThat(((ObjectNode) tree.get(part)).remove(field)).as(field).isNotNull();
    }
    var manifest = serializer(command).manifest(command);
    return received(serializer(command), cbor.writeValueAsBytes(tree), manifest);
  }

  @Test
  void aKindOfRefusalThatOnlyANewerNodeKnowsKeepsItsSentence() throws IOException {
    var refused = new SessionReply.Refused(ID, new Refusal(Refusal.Kind.NotStored, "on strike"));
    var cbor = new CBORMapper();
    var fields = (ObjectNode) cbor.readTree(serializer(refused).toBinary(refused));
    ((ObjectNode) fields.get("refusal")).put("kind", "OnStrike");
    var manifest = serializer(refused).manifest(refused);

    assertThat(serializer(refused).fromBinary(cbor.writeValueAsBytes(fields), manifest))
        .isEqualTo(new SessionReply.Refused(ID, new Refusal(Refusal.Kind.Other, "on strike")));
  }

  @Test
  void aCommandThatOnlyANewerNodeKnowsCannotBeReadAndBreaksNothing() {
    var known = new SessionCommand.PauseSession(system.deadLetters());
    var bytes = bytes(known);
    var later = "dev.fractal.protocol.command.SessionCommand$DanceSession";

    assertThatThrownBy(() -> received(serializer(known), bytes, later))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("DanceSession");
  }

  @Test
  void javaSerializationIsOff() {
    assertThat(system.settings().config().getBoolean("pekko.actor.allow-java-serialization"))
        .isFalse();
    assertThatThrownBy(() -> serialization.serialize(new java.util.ArrayList<>()).get())
        .hasMessageContaining("Attempted to serialize message using Java serialization");
  }
}
