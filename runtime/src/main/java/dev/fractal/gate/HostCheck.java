package dev.fractal.gate;

import dev.fractal.protocol.capability.Grant;
import dev.fractal.protocol.capability.HostRule;
import dev.fractal.protocol.capability.InternetAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Asks the network gate for the host of a URL, and then for the addresses that it has: one that is
 * not public is reached only by a host that was named exactly.
 */
final class HostCheck {
  private final Grant<HostRule> gate;
  private final NameLookup lookup;

  HostCheck(Grant<HostRule> gate, NameLookup lookup) {
    this.gate = gate;
    this.lookup = lookup;
  }

  /** The addresses that the URL may be fetched from, all of them checked. */
  Set<InetAddress> check(URI url) throws GateRefusal, GateFailure {
    var rule = rule(url);
    if (!gate.admits(rule.modest())) {
      throw new GateRefusal(
          "this session may not fetch from '"
              + rule.host()
              + ":"
              + rule.port()
              + "', its network gate admits "
              + gate.rules().stream().map(HostRule::text).toList());
    }
    var addresses = lookUp(rule.host());
    if (!gate.admits(rule) && !addresses.stream().allMatch(InternetAddress::isPublic)) {
      throw new GateRefusal(
          "'"
              + rule.host()
              + "' has a private address; only a capability that names this host exactly admits"
              + " it");
    }
    return new HashSet<>(addresses);
  }

  /** Fails when the host has other addresses now than those that were checked. */
  void recheck(URI url, Set<InetAddress> checked) throws GateRefusal, GateFailure {
    var rule = rule(url);
    if (!gate.admits(rule) && !checked.containsAll(lookUp(rule.host()))) {
      check(url);
    }
  }

  private List<InetAddress> lookUp(String host) throws GateFailure {
    try {
      return lookup.addresses(host.replace("[", "").replace("]", ""));
    } catch (UnknownHostException e) {
      throw new GateFailure("the host '" + host + "' is not known");
    }
  }

  private static HostRule rule(URI url) throws GateRefusal {
    var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    var host = url.getHost();
    if (!(scheme.equals("http") || scheme.equals("https")) || host == null) {
      throw new GateRefusal("only http and https URLs with a host are fetched, not '" + url + "'");
    }
    if (url.getRawUserInfo() != null || host.startsWith("*")) {
      throw new GateRefusal("a URL with a user in it or a wildcard is not fetched");
    }
    int port = url.getPort() == -1 ? (scheme.equals("https") ? 443 : 80) : url.getPort();
    try {
      return new HostRule(host, port, true);
    } catch (IllegalArgumentException e) {
      throw new GateRefusal(String.valueOf(e.getMessage()));
    }
  }
}
