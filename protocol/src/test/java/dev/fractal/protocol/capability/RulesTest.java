package dev.fractal.protocol.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {
  @ParameterizedTest
  @CsvSource({
    "/data, /data, true",
    "/data, /data/x/y, true",
    "/data/, /data//x/./y/, true",
    "/data, /data-secret, false",
    "/data, /DATA, false",
    "/data, /dat, false",
    "/data/x, /data, false",
    "/data, data, false",
    "., notes/x, true",
    "., /notes/x, false",
    "./notes, notes/x, true",
    "notes, notes-2, false",
    "/, /anything, true",
    "/, notes, true"
  })
  void pathsAreComparedNameByName(String rule, String path, boolean covered) {
    assertThat(new PathRule(rule).covers(new PathRule(path))).isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "/data/..",
        "/data/../etc",
        "a/../b",
        "~/x",
        "~",
        "a\\b",
        "a\0b",
        "a\nb"
      })
  void pathsThatClimbOrHideAreRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PathRule(path));
  }

  @ParameterizedTest
  @CsvSource({
    "x.com, x.com:443, true",
    "x.com:443, x.com:443, true",
    "x.com:443, x.com:80, false",
    "x.com:443, x.com, false",
    "X.COM., x.com:80, true",
    "*.x.com, a.x.com:80, false",
    "*.x.com, a.x.com:80/public, true",
    "*.x.com, b.a.x.com/public, true",
    "*.x.com, x.com/public, false",
    "*.x.com, ax.com/public, false",
    "*.x.com, *.a.x.com, true",
    "*, x.com/public, true",
    "*, 8.8.8.8:53, true",
    "*, 127.0.0.1, false",
    "*, 169.254.169.254, false",
    "*, '[fd00:ec2::254]', false",
    "*, localhost, false",
    "*, a.localhost, false",
    "*:443, *:443, true",
    "*:443, *, false",
    "127.0.0.1, 127.0.0.1:8080, true",
    "'[::1]', '[0:0:0:0:0:0:0:1]:80', true",
    "127.0.0.1, '[::ffff:127.0.0.1]:80', true"
  })
  void hostsAreComparedByNamePortAndReach(String rule, String host, boolean covered) {
    assertThat(HostRule.parse(rule).covers(HostRule.parse(host))).isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://x.com",
        "x.com/path",
        "x.com:0",
        "x.com:65536",
        "x.com:",
        "user@x.com",
        "*x.com",
        "a.*.com",
        "**",
        "127.1",
        "0x7f000001",
        "0177.0.0.1",
        "2130706433",
        "1.2.3.4.5",
        "*.0.0.1",
        "[::1%eth0]",
        "[::g]",
        "größe.de",
        "x..com",
        "-x.com",
        "127.0.0.1/public",
        "localhost/public"
      })
  void hostsInOtherSpellingsAreRefused(String host) {
    assertThatIllegalArgumentException().isThrownBy(() -> HostRule.parse(host));
  }

  @ParameterizedTest
  @CsvSource({
    "*.x.com:443, a.x.com, a.x.com:443/public",
    "*, a.x.com:80, a.x.com:80/public",
    "x.com, x.com:80, x.com:80",
    "*, *.x.com:80, *.x.com:80",
    "8.8.8.8, *:53, 8.8.8.8:53"
  })
  void aMeetOfHostsMayBeNarrowerThanBoth(String one, String other, String both) {
    assertThat(HostRule.parse(one).meet(HostRule.parse(other))).contains(HostRule.parse(both));
  }

  @Test
  void aPrivateHostIsNotLeftOverFromAWildcard() {
    assertThat(HostRule.ALL.meet(HostRule.parse("127.0.0.1:80"))).isEmpty();
    assertThat(HostRule.ALL.meet(HostRule.parse("localhost"))).isEmpty();
  }

  @Test
  void aNamespaceIsNotAPrefix() {
    assertThat(new ToolRule("fs.*").covers(new ToolRule("fs.read"))).isTrue();
    assertThat(new ToolRule("fs.*").covers(new ToolRule("fsx.read"))).isFalse();
    assertThat(new ToolRule("fs.read").covers(new ToolRule("fs.*"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/bin/cat", "../cat", "-c", "cat;ls", "a b", "cat\n"})
  void onlyBareNamesArePrograms(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new NameRule(name));
  }
}
