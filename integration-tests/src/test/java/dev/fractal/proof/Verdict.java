package dev.fractal.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What is wrong with a killed turn, held against the one that nobody disturbed. */
final class Verdict {
  private final TurnRun whole;
  private final KilledTurn killed;
  private final TurnRun end;
  private final List<String> problems = new ArrayList<>();

  private Verdict(TurnRun whole, KilledTurn killed) {
    this.whole = whole;
    this.killed = killed;
    this.end = killed.end();
  }

  /** One sentence for each problem; none when the kill cannot be told from the outcome. */
  static List<String> of(TurnRun whole, KilledTurn killed) {
    var verdict = new Verdict(whole, killed);
    verdict.outcome();
    verdict.requests();
    verdict.spend();
    return List.copyOf(verdict.problems);
  }

  /** Calls that were asked for twice. */
  static Set<String> extra(TurnRun end) {
    var extra = new HashSet<String>();
    end.requests().forEach((key, times) -> extra.addAll(times > 1 ? Set.of(key) : Set.of()));
    return extra;
  }

  private void outcome() {
    same("status", whole.result().path("status"), end.result().path("status"));
    same("value", whole.result().path("value"), end.result().path("value"));
    same("steps", whole.result().path("steps"), end.result().path("steps"));
    same("digests", whole.session().digests(), end.session().digests());
    same(
        "answered calls",
        whole.session().answered().stream().sorted().toList(),
        end.session().answered().stream().sorted().toList());
  }

  private void requests() {
    same("calls", whole.requests().keySet(), end.requests().keySet());
    var reported = end.session().repeated();
    var inFlight = newestWave();
    end.requests()
        .forEach(
            (key, times) -> {
              unless(times <= 2, key + " was asked for " + times + " times");
              unless(times == 1 || reported.contains(key), key + " was repeated silently");
              unless(times == 1 || inFlight.contains(key), key + " was repeated, not in flight");
              unless(
                  times == 1 || !killed.answered().contains(key),
                  key + " was repeated though its answer was in the journal");
            });
    unless(
        reported.isEmpty()
            || whole.session().waves().stream().anyMatch(wave -> wave.containsAll(reported)),
        reported + " cannot have been in flight together");
    unless(
        extra(end).size() >= killed.dropped(),
        killed.dropped() + " requests were in flight, but " + extra(end) + " were repeated");
  }

  /** Nothing leaves before all that it follows from is durable: only these may be in flight. */
  private List<String> newestWave() {
    return whole.session().waves().reversed().stream()
        .filter(wave -> !Collections.disjoint(wave, killed.asked()))
        .findFirst()
        .orElse(List.of());
  }

  private void spend() {
    int lost = end.session().repeated().size();
    same("spend of the replies", whole.session().spend().usage(), end.session().spend().usage());
    same("lost requests", lost, end.session().spend().lost());
    for (var number : List.of("/usage/input", "/usage/output", "/usage/cached", "/cost/usd")) {
      var shown = end.result().at(number);
      if (lost == 0) {
        same(number, whole.result().at(number), shown);
      } else {
        same(number, "unknown", shown.asText());
      }
    }
  }

  private void same(String what, Object expected, Object actual) {
    unless(Objects.equals(expected, actual), what + ": " + actual + " instead of " + expected);
  }

  private void unless(boolean fine, String problem) {
    if (!fine) {
      problems.add(problem);
    }
  }
}
