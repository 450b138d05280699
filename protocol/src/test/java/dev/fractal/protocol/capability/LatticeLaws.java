package dev.fractal.protocol.capability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.BinaryOperator;

/** The laws that a meet of capabilities has to keep; names the ones that it broke. */
final class LatticeLaws {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final BinaryOperator<Capability> meet;
  private final GeneratedCapabilities generated;
  private final Collection<String> broken = new TreeSet<>();

  private LatticeLaws(BinaryOperator<Capability> meet, long seed) {
    this.meet = meet;
    this.generated = new GeneratedCapabilities(seed);
  }

  static Collection<String> brokenBy(BinaryOperator<Capability> meet, int profiles, long seed) {
    var laws = new LatticeLaws(meet, seed);
    var second = laws.generated.next();
    var third = laws.generated.next();
    for (int i = 0; i < profiles; i++) {
      var first = laws.generated.next();
      laws.check(first, second, third);
      third = second;
      second = first;
    }
    return laws.broken;
  }

  private void check(Capability a, Capability b, Capability c) {
    var both = meet.apply(a, b);
    law("commutative", both.equals(meet.apply(b, a)));
    law("associative", meet.apply(both, c).equals(meet.apply(a, meet.apply(b, c))));
    law("idempotent", meet.apply(a, a).equals(a));
    law("at most both", both.isAtMost(a) && both.isAtMost(b));
    law("greatest", !(c.isAtMost(a) && c.isAtMost(b)) || c.isAtMost(both));
    law("the order follows from the meet", a.isAtMost(b) == both.equals(a));
    law("reflexive", a.isAtMost(a));
    law("antisymmetric", !(a.isAtMost(b) && b.isAtMost(a)) || a.equals(b));
    law("transitive", meet.apply(both, c).isAtMost(a));
    law("canonical", a.canonical().equals(b.canonical()) == a.equals(b));
    law("stamped", a.stamp().equals(b.stamp()) == a.equals(b));
    law("kept by JSON", reread(both).equals(both));
    checkAdmissions(a, b, both);
  }

  private void checkAdmissions(Capability a, Capability b, Capability both) {
    var path = generated.path();
    var host = generated.host();
    var name = generated.name();
    var tool = generated.tool();
    law("paths", agree(a.read(), b.read(), both.read(), path));
    law("written paths", agree(a.write(), b.write(), both.write(), path));
    law("hosts", agree(a.network(), b.network(), both.network(), host));
    law("programs", agree(a.shell(), b.shell(), both.shell(), name));
    law("functions", agree(a.host(), b.host(), both.host(), name));
    law("tools", agree(a.tools(), b.tools(), both.tools(), tool));
  }

  private static <R extends Rule<R>> boolean agree(Grant<R> a, Grant<R> b, Grant<R> both, R asked) {
    return both.admits(asked) == (a.admits(asked) && b.admits(asked));
  }

  private static Capability reread(Capability capability) {
    try {
      return JSON.readValue(JSON.writeValueAsString(capability), Capability.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private void law(String name, boolean holds) {
    if (!holds) {
      broken.add(name);
    }
  }
}
