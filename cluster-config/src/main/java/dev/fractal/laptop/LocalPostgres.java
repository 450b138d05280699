package dev.fractal.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A PostgreSQL of this machine in one directory: its programs, its data, its log. It listens on
 * 127.0.0.1 only and outlives the process that started it.
 */
public final class LocalPostgres {
  private static final String USER = "fractal";
  private static final int SECRET_BYTES = 16;

  private final Path home;

  LocalPostgres(Path home) {
    this.home = home;
  }

  /** How a server that was told to stop treats those who are connected. */
  public enum Stop {
    /** Their transactions are rolled back. */
    FAST("fast"),
    /** As a crash: recovery comes with the next start. */
    IMMEDIATE("immediate");

    private final String mode;

    Stop(String mode) {
      this.mode = mode;
    }
  }

  /** Makes the database of the directory if there is none; answers its password. */
  String prepare() {
    try {
      Files.createDirectories(home);
      PostgresBinaries.unpack(programs());
      var secret = home.resolve("password");
      if (!Files.exists(secret)) {
        var random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        LaptopFiles.write(secret, HexFormat.of().formatHex(random));
      }
      if (!Files.exists(data().resolve("PG_VERSION"))) {
        LaptopFiles.delete(data());
        LaptopPrograms.run(
            words(
                "initdb",
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF-8",
                "--no-locale",
                "--pwfile=" + secret,
                "-D",
                data().toString()),
            log());
      }
      return Files.readString(secret).strip();
    } catch (IOException e) {
      throw new LaptopException("PostgreSQL cannot be set up in " + home + ": " + e, e);
    }
  }

  /** Starts the server and waits until it takes connections. */
  void start(int port) {
    LaptopPrograms.run(
        words(
            "pg_ctl",
            "-w",
            "-t",
            "30",
            "-D",
            data().toString(),
            "-l",
            home.resolve("server.log").toString(),
            "-o",
            "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200"
                .formatted(port),
            "start"),
        log());
  }

  /** Stops the server and waits for it; one that does not run is left alone. */
  public void stop(Stop how) {
    if (isRunning()) {
      LaptopPrograms.run(
          words("pg_ctl", "-w", "-t", "30", "-D", data().toString(), "-m", how.mode, "stop"),
          log());
    }
  }

  /** Whether the server runs. */
  public boolean isRunning() {
    return Files.exists(programs())
        && LaptopPrograms.exit(words("pg_ctl", "-D", data().toString(), "status"), log()) == 0;
  }

  /** The address for clients. */
  static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  static String user() {
    return USER;
  }

  private Path programs() {
    return home.resolve("programs");
  }

  private Path data() {
    return home.resolve("data");
  }

  private Path log() {
    return home.resolve("setup.log");
  }

  /** PostgreSQL refuses to run as root: there it runs in a user namespace of its own. */
  private List<String> words(String program, String... arguments) {
    var words = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("unshare", "-U"));
    }
    words.add(programs().resolve("bin").resolve(program).toString());
    words.addAll(List.of(arguments));
    return words;
  }
}
