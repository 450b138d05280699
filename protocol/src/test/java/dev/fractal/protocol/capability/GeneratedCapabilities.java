package dev.fractal.protocol.capability;

import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Capabilities and requests from a seed, over names few enough that they often nest and meet. */
final class GeneratedCapabilities {
  private static final List<String> NAMES = List.of("a", "a-b", "ab", "A");
  private static final List<String> HOSTS =
      List.of(
          "com",
          "x.com",
          "a.x.com",
          "ax.com",
          "b.a.x.com",
          "localhost",
          "10.0.0.1",
          "8.8.8.8",
          "[::1]");
  private static final List<String> PROGRAMS = List.of("cat", "echo", "git", "ls");
  private static final List<String> TOOLS = List.of("fs.read", "fs.write", "fsx.read", "web.get");
  private static final List<String> APPROVED =
      List.of("*", "sh", "lm", "mapLm", "rlm", "fs.*", "fs.read", "web.get");
  private final RandomGenerator random;

  GeneratedCapabilities(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  Capability next() {
    return new Capability(
        grant(PathRule.ALL, this::path),
        grant(PathRule.ALL, this::path),
        grant(HostRule.ALL, this::hostRule),
        grant(NameRule.ALL, this::name),
        grant(NameRule.ALL, this::name),
        grant(ToolRule.ALL, this::toolRule),
        new Limits(limit(), limit(), limit(), limit()),
        approvals());
  }

  private <R extends Rule<R>> Grant<R> grant(R all, Supplier<R> rules) {
    return switch (random.nextInt(8)) {
      case 0 -> Grant.deny();
      case 1 -> Grant.of(all);
      default ->
          new Grant<>(
              IntStream.range(0, 1 + random.nextInt(4)).mapToObj(_ -> rules.get()).toList());
    };
  }

  /** Names of host functions and of tools, none as often as some. */
  Approvals approvals() {
    return random.nextBoolean()
        ? Approvals.NONE
        : new Approvals(
            IntStream.range(0, 1 + random.nextInt(3)).mapToObj(_ -> pick(APPROVED)).toList());
  }

  private int limit() {
    return random.nextInt(4) == 0 ? Limits.UNLIMITED : random.nextInt(4);
  }

  PathRule path() {
    int depth = random.nextInt(4);
    var path = String.join("/", IntStream.range(0, depth).mapToObj(_ -> pick(NAMES)).toList());
    return new PathRule(random.nextBoolean() || path.isEmpty() ? "/" + path : path);
  }

  NameRule name() {
    return new NameRule(pick(PROGRAMS));
  }

  ToolRule tool() {
    return new ToolRule(pick(TOOLS));
  }

  private ToolRule toolRule() {
    var tool = pick(TOOLS);
    return new ToolRule(
        random.nextInt(3) == 0 ? tool.substring(0, tool.indexOf('.')) + ".*" : tool);
  }

  /** One host and port, at an address that is public or not: what a connection is made to. */
  HostRule host() {
    return new HostRule(pick(HOSTS), port(), random.nextBoolean());
  }

  private HostRule hostRule() {
    var host = pick(HOSTS);
    int port = random.nextInt(2) * port();
    int kind = random.nextInt(6);
    if (kind == 0) {
      return new HostRule("*", port, false);
    }
    return kind < 3 && HostName.address(host).isEmpty()
        ? new HostRule("*." + host, port, false)
        : new HostRule(host, port, random.nextBoolean());
  }

  private int port() {
    return random.nextBoolean() ? 443 : 8080;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
