package dev.fractal.kernel.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Variable names of one program, each given once: of all scripts, and words that mean something.
 */
final class Names {
  private static final List<String> STEMS =
      List.of(
          "गिनती",
          "रिपोर्ट",
          "รายชื่อ",
          "ข้อมูล",
          "数据",
          "変数",
          "데이터",
          "اسم",
          "שם",
          "имя",
          "όνομα",
          "cafe\u0301",
          "nai\u0308ve",
          "क्\u200dष",
          "𝒳",
          "ǅ",
          "$",
          "_",
          "$$a",
          "__",
          "ªº",
          "ℼ",
          "ꙮ",
          "_\u203f");
  private static final List<String> WORDS =
      List.of(
          "classify",
          "className",
          "classes",
          "get",
          "set",
          "async",
          "of",
          "from",
          "as",
          "target",
          "meta",
          "escape",
          "name",
          "status",
          "constructors",
          "functions",
          "asyncs",
          "getter",
          "newish",
          "thisOne",
          "argument",
          "superb",
          "awaiting",
          "valueOf",
          "toString",
          "hasOwnProperty",
          "isPrototypeOf",
          "parent",
          "self",
          "window",
          "module",
          "exports",
          "iffy");

  private final RandomGenerator random;
  private final List<String> words = new ArrayList<>(WORDS);
  private int given;

  Names(RandomGenerator random) {
    this.random = random;
  }

  String fresh() {
    given++;
    int kind = random.nextInt(10);
    if (kind == 0 && !words.isEmpty()) {
      return words.remove(random.nextInt(words.size()));
    }
    if (kind <= 3) {
      return STEMS.get(random.nextInt(STEMS.size())) + given;
    }
    return "" + (char) ('a' + random.nextInt(26)) + given;
  }

  /** The same name as this place spells it: seldom with an escape. */
  String spelled(String name) {
    if (random.nextInt(12) != 0) {
      return name;
    }
    int first = name.codePointAt(0);
    return "\\u{%x}%s".formatted(first, name.substring(Character.charCount(first)));
  }
}
