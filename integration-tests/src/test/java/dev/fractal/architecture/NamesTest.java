package dev.fractal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A word stands for one thing: no two types have the same simple name. */
final class NamesTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.fractal");

  @Test
  void noSimpleNameIsUsedTwice() {
    assertThat(shared(MAIN.stream().toList())).isEmpty();
  }

  @Test
  void theRuleCanFail() {
    var twice = new ClassFileImporter().importClasses(One.Twice.class, Other.Twice.class);
    assertThat(twice.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet()))
        .containsExactly("Twice");
    assertThat(counted(twice.stream().toList(), true)).containsOnlyKeys("Twice");
  }

  private static Map<String, String> shared(Collection<JavaClass> classes) {
    return counted(classes, false);
  }

  private static Map<String, String> counted(Collection<JavaClass> classes, boolean nested) {
    var names = new TreeMap<String, String>();
    classes.stream()
        .filter(type -> nested || type.isTopLevelClass())
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .collect(Collectors.groupingBy(JavaClass::getSimpleName))
        .forEach(
            (name, types) -> {
              if (types.size() > 1) {
                names.put(name, types.toString());
              }
            });
    return names;
  }

  private interface One {
    /** Has a namesake on purpose. */
    record Twice() {}
  }

  private interface Other {
    /** The namesake. */
    record Twice() {}
  }
}
