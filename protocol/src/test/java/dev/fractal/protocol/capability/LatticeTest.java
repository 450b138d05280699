package dev.fractal.protocol.capability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LatticeTest {
  private static final long SEED = 20261122;

  @Test
  void theMeetKeepsEveryLawOnTenThousandCapabilities() {
    assertThat(LatticeLaws.brokenBy(Capability::meet, 10_000, SEED)).isEmpty();
  }

  /** Negative controls: the laws are able to fail. */
  @ParameterizedTest
  @MethodSource("brokenMeets")
  void aBrokenMeetBreaksLaws(BinaryOperator<Capability> broken) {
    assertThat(LatticeLaws.brokenBy(broken, 1_000, SEED)).isNotEmpty();
  }

  static Stream<Named<BinaryOperator<Capability>>> brokenMeets() {
    return Stream.of(
        Named.of("the first wins", (a, b) -> a),
        Named.of("hosts are added up", (a, b) -> withNetwork(a.meet(b), sum(a, b))),
        Named.of("the first one's network", (a, b) -> withNetwork(a.meet(b), a.network())),
        Named.of("equal rules only", (a, b) -> withRead(a.meet(b), common(a.read(), b.read()))),
        Named.of("paths without borders", (a, b) -> withRead(a.meet(b), prefixes(a, b))),
        Named.of("the higher limit", (a, b) -> withLimits(a.meet(b), highest(a, b))),
        Named.of("approvals of both only", (a, b) -> withApprovals(a.meet(b), shared(a, b))),
        Named.of("no approvals", (a, b) -> withApprovals(a.meet(b), Approvals.NONE)));
  }

  private static Grant<HostRule> sum(Capability a, Capability b) {
    var all = new ArrayList<>(a.network().rules());
    all.addAll(b.network().rules());
    return new Grant<>(all);
  }

  private static Grant<PathRule> common(Grant<PathRule> a, Grant<PathRule> b) {
    return new Grant<>(a.rules().stream().filter(b.rules()::contains).toList());
  }

  private static Grant<PathRule> prefixes(Capability a, Capability b) {
    var both = new ArrayList<PathRule>();
    for (var mine : a.read().rules()) {
      for (var theirs : b.read().rules()) {
        if (mine.text().startsWith(theirs.text())) {
          both.add(mine);
        } else if (theirs.text().startsWith(mine.text())) {
          both.add(theirs);
        }
      }
    }
    return new Grant<>(both);
  }

  private static Limits highest(Capability a, Capability b) {
    return new Limits(
        Math.max(a.limits().maxDepth(), b.limits().maxDepth()),
        a.limits().maxFanout(),
        a.limits().maxChildren(),
        a.limits().maxSteps());
  }

  private static Approvals shared(Capability a, Capability b) {
    return new Approvals(
        a.approve().names().stream().filter(b.approve().names()::contains).toList());
  }

  private static Capability withApprovals(Capability c, Approvals approve) {
    return new Capability(
        c.read(), c.write(), c.network(), c.shell(), c.host(), c.tools(), c.limits(), approve);
  }

  private static Capability withRead(Capability c, Grant<PathRule> read) {
    return new Capability(read, c.write(), c.network(), c.shell(), c.host(), c.tools(), c.limits());
  }

  private static Capability withNetwork(Capability c, Grant<HostRule> network) {
    return new Capability(c.read(), c.write(), network, c.shell(), c.host(), c.tools(), c.limits());
  }

  private static Capability withLimits(Capability c, Limits limits) {
    return new Capability(c.read(), c.write(), c.network(), c.shell(), c.host(), c.tools(), limits);
  }
}
