package dev.fractal.protocol.capability;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What code in a session may do. Capabilities form a lattice: {@link #meet} is what two of them
 * both admit, {@link #isAtMost} its order. On the wire an object of gates, each {@code "deny"},
 * {@code "allow"} or a list; what is not said is denied.
 *
 * @param read files and directories that may be read
 * @param write files that may be written
 * @param network hosts that may be fetched from
 * @param shell programs that may be run
 * @param host model-facing functions that may be called
 * @param tools toolset functions that may be called
 * @param approve functions that need a person's yes first
 */
public record Capability(
    Grant<PathRule> read,
    Grant<PathRule> write,
    Grant<HostRule> network,
    Grant<NameRule> shell,
    Grant<NameRule> host,
    Grant<ToolRule> tools,
    Limits limits,
    Approvals approve) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  static final Set<String> GATES =
      Set.of("read", "write", "network", "shell", "host", "tools", "limits", "approve");
  private static final Limits DENIED = new Limits(0, 0, 0, 0);

  /** Gates without approvals. */
  public Capability(
      Grant<PathRule> read,
      Grant<PathRule> write,
      Grant<HostRule> network,
      Grant<NameRule> shell,
      Grant<NameRule> host,
      Grant<ToolRule> tools,
      Limits limits) {
    this(read, write, network, shell, host, tools, limits, Approvals.NONE);
  }

  /** What both admit: the greatest capability that is at most either. */
  public Capability meet(Capability other) {
    return new Capability(
        read.meet(other.read),
        write.meet(other.write),
        network.meet(other.network),
        shell.meet(other.shell),
        host.meet(other.host),
        tools.meet(other.tools),
        limits.meet(other.limits),
        approve.union(other.approve));
  }

  /** The same, where these functions need a yes too. */
  public Capability needing(Approvals more) {
    return new Capability(read, write, network, shell, host, tools, limits, approve.union(more));
  }

  /** Whether everything that this admits is admitted by the other. */
  public boolean isAtMost(Capability other) {
    return read.isAtMost(other.read)
        && write.isAtMost(other.write)
        && network.isAtMost(other.network)
        && shell.isAtMost(other.shell)
        && host.isAtMost(other.host)
        && tools.isAtMost(other.tools)
        && limits.isAtMost(other.limits)
        && approve.isAtLeast(other.approve);
  }

  /** The gates with their canonical texts, in a fixed order. */
  @JsonValue
  public Map<String, Object> wire() {
    var map = new LinkedHashMap<String, Object>();
    if (!approve.names().isEmpty()) {
      map.put("approve", approve.names());
    }
    map.put("host", host.wire());
    map.put("limits", limits.wire());
    map.put("network", network.wire());
    map.put("read", read.wire());
    map.put("shell", shell.wire());
    map.put("tools", tools.wire());
    map.put("write", write.wire());
    return map;
  }

  /**
   * Reads the wire form; the order of keys and rules does not matter.
   *
   * @throws IllegalArgumentException with one sentence that names the gate
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Capability of(Map<String, Object> wire) {
    return over(wire, DENIED);
  }

  /** Reads gates of which some may be missing; missing limits are taken from those given. */
  static Capability over(Map<String, Object> wire, Limits missing) {
    for (var gate : wire.keySet()) {
      if (!GATES.contains(gate)) {
        throw new IllegalArgumentException("there is no gate '" + gate + "' in a capability");
      }
    }
    return new Capability(
        gate(wire, "read", gate -> Grant.read(gate, PathRule.ALL, PathRule::new)),
        gate(wire, "write", gate -> Grant.read(gate, PathRule.ALL, PathRule::new)),
        gate(wire, "network", gate -> Grant.read(gate, HostRule.ALL, HostRule::parse)),
        gate(wire, "shell", gate -> Grant.read(gate, NameRule.ALL, NameRule::new)),
        gate(wire, "host", gate -> Grant.read(gate, NameRule.ALL, NameRule::new)),
        gate(wire, "tools", gate -> Grant.read(gate, ToolRule.ALL, ToolRule::new)),
        wire.containsKey("limits")
            ? gate(wire, "limits", gate -> Limits.read(gate, missing))
            : missing,
        wire.containsKey("approve") ? gate(wire, "approve", Approvals::read) : Approvals.NONE);
  }

  private static <G> G gate(Map<String, Object> wire, String name, Function<Object, G> read) {
    try {
      var gate = wire.get(name);
      return read.apply(gate == null ? "deny" : gate);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the gate '" + name + "' cannot be read: " + e.getMessage(), e);
    }
  }

  /** The canonical JSON text: equal exactly for equal capabilities. */
  public String canonical() {
    try {
      return JSON.writeValueAsString(wire());
    } catch (JsonProcessingException e) {
      throw new AssertionError("texts and numbers are always JSON", e);
    }
  }

  /** The content address of the canonical text. */
  public String stamp() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = digest.digest(canonical().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
