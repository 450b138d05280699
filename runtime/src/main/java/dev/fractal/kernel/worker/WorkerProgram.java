package dev.fractal.kernel.worker;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import dev.fractal.kernel.v8.V8Library;
import dev.fractal.protocol.Sha256;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** The command line of a worker: this JVM's Java, the jars that a kernel needs, small options. */
final class WorkerProgram {
  private static final java.util.regex.Pattern GRAAL =
      java.util.regex.Pattern.compile(
          "(polyglot|js-|truffle|regex|icu4j|collections|word|nativeimage|jniutils|xz).*\\.jar");
  private static final String ACORN = "/META-INF/resources/webjars/acorn/8.15.0/dist/acorn.js";

  private WorkerProgram() {}

  /** Directory of the Java that runs this process. */
  static Path java() {
    return Path.of(System.getProperty("java.home"));
  }

  /** Jars and class directories, absolute. */
  static Set<String> classPath(String engine) {
    Set<String> places = new LinkedHashSet<>();
    Stream.of(
            WorkerMain.class,
            Sha256.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonTypeInfo.class,
            Pattern.class,
            Logger.class,
            V8Library.core())
        .map(type -> place(type.getProtectionDomain().getCodeSource().getLocation()))
        .forEach(places::add);
    places.add(jar(WorkerProgram.class.getResource(ACORN)));
    if (engine.equals("graaljs")) {
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .filter(path -> GRAAL.matcher(String.valueOf(path.getFileName())).matches())
          .forEach(path -> places.add(path.toAbsolutePath().toString()));
    }
    // Beside the classes of a checkout lie the resources of the same module.
    return places;
  }

  private static String place(URL url) {
    try {
      return Path.of(url.toURI()).toAbsolutePath().toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(url + " is no place of classes", e);
    }
  }

  /** The jar of {@code jar:file:…!/…}. */
  private static String jar(@org.jspecify.annotations.Nullable URL resource) {
    if (resource == null) {
      throw new IllegalStateException("the class path has no " + ACORN);
    }
    String text = resource.toString();
    try {
      return place(
          java.net.URI.create(text.substring("jar:".length(), text.indexOf("!/"))).toURL());
    } catch (java.net.MalformedURLException e) {
      throw new IllegalStateException(text + " is in no jar", e);
    }
  }

  /**
   * Program and arguments. The heap stays as small as it can: what it holds are texts on their way,
   * each of which is garbage at once.
   *
   * @param heap bytes of the Java heap
   * @param options further options of the virtual machine
   */
  static List<String> command(String engine, long heap, List<String> options, String... arguments) {
    var command = new ArrayList<String>();
    command.add(java().resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-Xmx" + (heap >> 20) + "m",
            "-Xms32m",
            "-Xmn16m",
            "-XX:MinHeapFreeRatio=15",
            "-XX:MaxHeapFreeRatio=30",
            "-Xss2m",
            "-Xlog:disable",
            "-Xlog:all=off:stderr",
            "-Dslf4j.internal.verbosity=ERROR",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath(engine)));
    command.add(WorkerMain.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
