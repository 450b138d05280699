package dev.fractal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GrowingTest {
  @Test
  void everyListKeepsItsElementsWhateverIsAddedToOthers() {
    var random = new Random(11);
    var lists = new ArrayList<Growing<String>>(List.of(Growing.copyOf(List.of("first"))));
    var expected = new ArrayList<List<String>>(List.of(List.of("first")));
    for (int i = 0; i < 2_000; i++) {
      int at = random.nextInt(10) < 7 ? lists.size() - 1 : random.nextInt(lists.size());
      var element = "e" + random.nextInt(3);
      lists.add(lists.get(at).plus(element));
      var longer = new ArrayList<>(expected.get(at));
      longer.add(element);
      expected.add(longer);
    }

    for (int i = 0; i < lists.size(); i++) {
      assertThat(lists.get(i)).isEqualTo(expected.get(i));
      assertThat(List.copyOf(lists.get(i))).isEqualTo(expected.get(i));
    }
  }

  @Test
  void nothingBeyondItsEndIsSeen() {
    var shorter = Growing.<String>copyOf(List.of()).plus("a");
    var longer = shorter.plus("b");

    assertThat(longer).containsExactly("a", "b");
    assertThatThrownBy(() -> shorter.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void nobodyElseChangesIt() {
    var list = Growing.<String>copyOf(List.of("a"));

    assertThatThrownBy(() -> list.add("b")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.set(0, "b")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void itsFirstElementsAreAListOfTheirOwn() {
    var list = Growing.<String>copyOf(List.of("a", "b", "c"));

    assertThat(list.first(2).plus("x")).containsExactly("a", "b", "x");
    assertThat(list).containsExactly("a", "b", "c");
    assertThat(list.first(0)).isEmpty();
    assertThatThrownBy(() -> list.first(4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void itBeginsWithWhatItGrewFromAndWithEqualLists() {
    var shorter = Growing.<String>copyOf(List.of("a")).plus("b");
    var longer = shorter.plus("c");
    var other = shorter.plus("d");

    assertThat(longer.beginsWith(shorter)).isTrue();
    assertThat(longer.beginsWith(longer)).isTrue();
    assertThat(longer.beginsWith(List.of("a", "b"))).isTrue();
    assertThat(longer.beginsWith(List.of())).isTrue();
    assertThat(other.beginsWith(shorter)).isTrue();
    assertThat(shorter.beginsWith(longer)).isFalse();
    assertThat(other.beginsWith(longer)).isFalse();
    assertThat(longer.beginsWith(List.of("a", "x"))).isFalse();
  }
}
