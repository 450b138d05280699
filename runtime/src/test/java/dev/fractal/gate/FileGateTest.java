package dev.fractal.gate;

import static dev.fractal.gate.Gates.done;
import static dev.fractal.gate.Gates.failure;
import static dev.fractal.gate.Gates.refusal;
import static dev.fractal.gate.Gates.territory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileGateTest {
  @AutoClose
  private final Gate gate =
      Gates.gate("fractal.gate.files { max-read = 100, max-write = 100, max-entries = 3 }");

  @TempDir Path temporary;
  private Path base = Path.of("/");
  private Path area = Path.of("/");

  @BeforeEach
  void lay() throws IOException {
    base = temporary.toRealPath();
    area = Files.createDirectories(base.resolve("area"));
    Files.createDirectories(area.resolve("notes"));
    Files.createDirectories(base.resolve("area-secret"));
    Files.writeString(area.resolve("a.txt"), "größer");
    Files.writeString(area.resolve("notes/n.txt"), "note");
    Files.writeString(base.resolve("secret.txt"), "secret");
    Files.writeString(base.resolve("area-secret/s.txt"), "secret");
    link("to-file", "../secret.txt");
    link("to-sibling", "../area-secret");
    link("to-parent", "..");
    link("to-link", "to-parent");
    link("loop", "loop");
    link("inside", "notes/n.txt");
    link("dangling", "../new.txt");
    link("notes/up", "../../secret.txt");
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(area.resolve(name), Path.of(target));
  }

  private Territory reading() {
    return territory(area, "read", ".");
  }

  private Territory writing() {
    return territory(area, "write", ".");
  }

  /** A session that may read and write everything, and files of the node beside its own. */
  @Test
  void whatBelongsToTheNodeIsClosedUnderEveryName() throws IOException {
    var tokens = Files.writeString(area.resolve("tokens"), "secret drive");
    var config = Files.writeString(area.resolve("node.conf"), "some.password = secret");
    var keys = Files.createDirectories(area.resolve("tls"));
    Files.writeString(keys.resolve("tls.key"), "secret");
    link("to-tokens", "tokens");
    link("to-keys", "tls");
    Files.createLink(area.resolve("hard-tokens"), tokens);
    Files.createLink(area.resolve("hard-config"), config);
    var settings =
        GateSettings.read(
                ConfigFactory.parseFile(config.toFile())
                    .withFallback(
                        ConfigFactory.parseMap(
                            Map.of("fractal.gate.files.closed", List.of(keys.toString()))))
                    .withFallback(ConfigFactory.load())
                    .resolve())
            .closing(tokens);
    var names =
        List.of(
            "tokens",
            "./tokens",
            "to-tokens",
            "hard-tokens",
            tokens.toString(),
            "node.conf",
            "hard-config",
            "tls/tls.key",
            "to-keys/tls.key",
            "/proc/self/environ",
            "/proc/self/cmdline",
            "/proc/self/root" + tokens,
            "/proc/self/fd/0",
            "/proc/1/environ");
    try (var closing = new Gate(settings, NameLookup.system())) {
      for (var name : names) {
        assertThat(refusal(closing.readFile(territory(area, "read", "/"), name)))
            .contains("belongs to the runtime");
        assertThat(refusal(closing.writeFile(territory(area, "write", "/"), name, "x")))
            .contains("belongs to the runtime");
      }
      assertThat(done(closing.readFile(territory(area, "read", "/"), "a.txt")).text())
          .isEqualTo("größer");
    }
    assertThat(Files.readString(tokens)).isEqualTo("secret drive");
  }

  @Test
  void theRuntimesOwnDirectoryIsClosedToEveryCapability() throws IOException {
    var own = Files.createDirectories(area.resolve(".fractal"));
    Files.writeString(own.resolve("store"), "theirs");
    link("to-own", ".fractal");
    var settings = GateSettings.read(ConfigFactory.load()).closing(own);
    try (var closing = new Gate(settings, NameLookup.system())) {
      var all = territory(area, "read", "/");
      assertThat(refusal(closing.readFile(all, ".fractal/store")))
          .contains("no session reaches it");
      assertThat(refusal(closing.readFile(all, "to-own/store"))).contains("no session reaches it");
      assertThat(refusal(closing.listFiles(all, ".fractal"))).contains("no session reaches it");
      var everywhere = territory(area, "write", "/");
      assertThat(refusal(closing.writeFile(everywhere, "to-own/new/x", "x")))
          .contains("no session reaches it");
      assertThat(done(closing.readFile(all, "a.txt")).text()).isEqualTo("größer");
    }
    assertThat(own.resolve("new")).doesNotExist();
  }

  @Test
  void filesOfTheAreaAreRead() {
    assertThat(done(gate.readFile(reading(), "a.txt")).text()).isEqualTo("größer");
    assertThat(done(gate.readFile(reading(), "./notes//n.txt")).text()).isEqualTo("note");
    assertThat(done(gate.readFile(reading(), "inside")).text()).isEqualTo("note");
    assertThat(done(gate.readFile(reading(), area + "/a.txt")).text()).isEqualTo("größer");
  }

  @Test
  void anAbsoluteRuleAdmitsWhatIsBelowIt() {
    var territory = territory(area, "read", base + "/area-secret");

    assertThat(done(gate.readFile(territory, base + "/area-secret/s.txt")).text())
        .isEqualTo("secret");
    refusal(gate.readFile(territory, "a.txt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.txt",
        "notes/../../secret.txt",
        "notes/../a.txt",
        "./../area-secret/s.txt",
        "..",
        "/etc/passwd",
        "//etc/passwd",
        "/",
        "BASE/secret.txt",
        "BASE/area-secret/s.txt",
        "BASE/AREA/a.txt",
        "BASE/area/../secret.txt",
        "to-file",
        "to-sibling/s.txt",
        "to-parent/secret.txt",
        "to-link/secret.txt",
        "to-sibling",
        "notes/up",
        "/proc/self/environ",
        "/proc/self/root/etc/passwd",
        "/dev/zero",
        "~/x",
        "~root",
        "a.txt\0.png",
        "..\\secret.txt",
        "a.txt\n",
        "",
      })
  void whatIsOutsideIsNotRead(String name) {
    refusal(gate.readFile(reading(), name.replace("BASE", base.toString())));
    refusal(gate.listFiles(reading(), name.replace("BASE", base.toString())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "A.TXT", "Notes/n.txt", "a.txt/x", "missing", "notes", "."})
  void whatIsNoFileIsNotRead(String name) {
    failure(gate.readFile(reading(), name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../new.txt",
        "BASE/new.txt",
        "BASE/area-secret/new.txt",
        "to-sibling/new.txt",
        "to-parent/new.txt",
        "to-sibling/deep/new.txt",
        "notes/../../new.txt",
        "/etc/new.txt",
        "",
        "~/new.txt"
      })
  void nothingIsWrittenOutside(String name) {
    refusal(gate.writeFile(writing(), name.replace("BASE", base.toString()), "x"));

    assertThat(base.resolve("new.txt")).doesNotExist();
    assertThat(base.resolve("area-secret")).isDirectoryNotContaining("glob:**new.txt");
    assertThat(base.resolve("area-secret/deep")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"to-file", "dangling", "loop", "inside", "notes", ".", "a.txt/x"})
  void nothingIsWrittenThroughALinkOrOverADirectory(String name) throws IOException {
    failure(gate.writeFile(writing(), name, "x"));

    assertThat(Files.readString(base.resolve("secret.txt"))).isEqualTo("secret");
    assertThat(base.resolve("new.txt")).doesNotExist();
  }

  @Test
  void aLinkToTheRootLeadsNowhere() throws IOException {
    link("to-root", "/");

    refusal(gate.readFile(reading(), "to-root/etc/passwd"));
    refusal(gate.listFiles(reading(), "to-root"));
    refusal(gate.writeFile(writing(), "to-root/tmp/new.txt", "x"));
  }

  @Test
  void aFileIsWrittenAtOnceAndItsDirectoriesAreMade() throws IOException {
    assertThat(done(gate.writeFile(writing(), "a.txt", "new")).bytes()).isEqualTo(3);
    done(gate.writeFile(writing(), "out/deep/r.txt", "result"));

    assertThat(Files.readString(area.resolve("a.txt"))).isEqualTo("new");
    assertThat(Files.readString(area.resolve("out/deep/r.txt"))).isEqualTo("result");
    assertThat(area.resolve("out/deep")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aHardLinkIsReplacedAndNotWrittenThrough() throws IOException {
    Files.createLink(area.resolve("hard"), base.resolve("secret.txt"));

    done(gate.writeFile(writing(), "hard", "x"));

    assertThat(Files.readString(base.resolve("secret.txt"))).isEqualTo("secret");
  }

  @Test
  void aRuleForOneFileAdmitsNoOther() {
    var one = territory(area, "write", "out/r.txt");

    refusal(gate.writeFile(one, "out/s.txt", "x"));
    refusal(gate.writeFile(one, "out/r.txt.bak", "x"));
  }

  @Test
  void gatesAreSeparate() {
    refusal(gate.writeFile(reading(), "b.txt", "x"));
    refusal(gate.readFile(writing(), "a.txt"));
    assertThat(refusal(gate.readFile(territory(area, "shell", "cat"), "a.txt")))
        .isEqualTo("this session may not read files");
  }

  @Test
  void sizesAreCapped() throws IOException {
    Files.writeString(area.resolve("full.txt"), "x".repeat(100));
    Files.writeString(area.resolve("big.txt"), "x".repeat(101));

    assertThat(done(gate.readFile(reading(), "full.txt")).text()).hasSize(100);
    assertThat(failure(gate.readFile(reading(), "big.txt"))).contains("100 bytes");
    assertThat(failure(gate.writeFile(writing(), "b.txt", "ä".repeat(51)))).contains("102 bytes");
    assertThat(failure(gate.readFile(territory(area, "read", "/"), "/dev/zero")))
        .contains("device");
    var usual = GateSettings.read(ConfigFactory.load());
    var files = new GateSettings.Files(100, 100, 3, List.of());
    try (var open =
        new Gate(new GateSettings(files, usual.fetch(), usual.shell()), NameLookup.system())) {
      assertThat(failure(open.readFile(territory(area, "read", "/"), "/proc/self/status")))
          .as("a file that says that it is empty")
          .contains("100 bytes");
    }
  }

  @Test
  void onlyTextIsRead() throws IOException {
    Files.write(area.resolve("binary"), new byte[] {(byte) 0xff, 0});

    assertThat(failure(gate.readFile(reading(), "binary"))).contains("UTF-8");
  }

  @Test
  void aListingIsSortedAndCappedAndFollowsNoLink() {
    var listing = done(gate.listFiles(reading(), "."));

    assertThat(listing.total()).isEqualTo(9);
    assertThat(listing.entries())
        .extracting(Listing.Entry::name, Listing.Entry::kind)
        .containsExactly(
            tuple("a.txt", Listing.Kind.FILE),
            tuple("dangling", Listing.Kind.LINK),
            tuple("inside", Listing.Kind.LINK));
    assertThat(done(gate.listFiles(reading(), "notes")).entries()).hasSize(2);
    assertThat(failure(gate.listFiles(reading(), "a.txt"))).contains("not a directory");
  }

  /** The race: the place was checked, and then a link took its place. */
  @Test
  void aLinkThatAppearsAfterTheCheckIsNotFollowed() throws IOException {
    try (var descent = PinnedParent.to(area, area.resolve("to-file"))) {
      assertThatIOException().isThrownBy(() -> descent.read().close());
      descent.replace(ByteBuffer.allocate(1));
    }
    assertThatIOException()
        .isThrownBy(() -> PinnedParent.to(area, area.resolve("to-sibling/s.txt")).close());
    assertThat(Files.readString(base.resolve("secret.txt"))).isEqualTo("secret");
  }

  /** What is outside is refused in the same words whether it is there or not. */
  @Test
  void aLinkDoesNotTellWhatIsOutside() throws IOException {
    link("there", "../secret.txt");
    link("not-there", "../nothing.txt");
    link("below-there", "../area-secret");
    link("below-not-there", "../no-area");
    link("over-not-there", "below-not-there");
    link("missing", "notes/missing.txt");
    var writing = territory(area, "write", ".");

    for (var name : List.of("not-there", "below-not-there/s.txt", "over-not-there/s.txt")) {
      assertThat(refusal(gate.readFile(reading(), name)))
          .isEqualTo(refusal(gate.readFile(reading(), "there")).replace("'there'", quoted(name)));
    }
    assertThat(refusal(gate.listFiles(reading(), "below-not-there")))
        .isEqualTo(
            refusal(gate.listFiles(reading(), "below-there"))
                .replace("'below-there'", "'below-not-there'"));
    assertThat(refusal(gate.writeFile(writing, "below-not-there/x/n.txt", "n")))
        .isEqualTo(
            refusal(gate.writeFile(writing, "below-there/x/n.txt", "n"))
                .replace("'below-there/x/n.txt'", "'below-not-there/x/n.txt'"));
    assertThat(failure(gate.readFile(reading(), "missing"))).contains("does not exist");
    assertThat(base.resolve("no-area")).doesNotExist();
  }

  private static String quoted(String name) {
    return "'" + name + "'";
  }
}
