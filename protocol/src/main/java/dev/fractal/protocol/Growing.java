package dev.fractal.protocol;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * An immutable list that shares its memory with the lists that went on from it: adding to the
 * longest of them, or adding what it goes on with anyway, copies nothing. Safe for use by several
 * threads.
 */
public final class Growing<T> extends AbstractList<T> implements RandomAccess {
  private static final int ROOM = 16;

  private final Shared shared;
  private final int size;

  private Growing(Shared shared, int size) {
    this.shared = shared;
    this.size = size;
  }

  /** What the lists share: elements below {@code used} never change. */
  private static final class Shared {
    private final Object[] elements;
    private int used;

    Shared(Object[] elements, int used) {
      this.elements = elements;
      this.used = used;
    }

    /** Whether an equal element is, from now on, at this place. */
    synchronized boolean takes(int index, Object element) {
      if (index < used) {
        return elements[index].equals(element);
      }
      if (index == elements.length) {
        return false;
      }
      elements[used++] = element;
      return true;
    }
  }

  /** A list with the same elements, itself if it is one of these. */
  @SuppressWarnings("unchecked") // an immutable list of subtypes is one of the type
  public static <T> Growing<T> copyOf(Collection<? extends T> elements) {
    if (elements instanceof Growing<?> growing) {
      return (Growing<T>) growing;
    }
    Object[] all = elements.toArray();
    for (Object element : all) {
      Objects.requireNonNull(element);
    }
    return new Growing<>(new Shared(all, all.length), all.length);
  }

  /** This list and one element more. */
  public Growing<T> plus(T element) {
    Objects.requireNonNull(element);
    var room = shared.takes(size, element) ? shared : moved(element);
    return new Growing<>(room, size + 1);
  }

  private Shared moved(T element) {
    Object[] larger = Arrays.copyOf(shared.elements, size + size / 2 + ROOM);
    Arrays.fill(larger, size, Math.min(larger.length, shared.elements.length), null);
    larger[size] = element;
    return new Shared(larger, size + 1);
  }

  /** The first so many elements. */
  public Growing<T> first(int count) {
    return new Growing<>(shared, Objects.checkIndex(count, size + 1));
  }

  /** Whether it begins with these elements: seen at once if they share their memory. */
  public boolean beginsWith(List<? extends T> first) {
    if (first.size() > size) {
      return false;
    }
    boolean sharing = first instanceof Growing<?> other && other.shared == shared;
    return sharing || subList(0, first.size()).equals(first);
  }

  @Override
  @SuppressWarnings("unchecked") // only elements of this type are added
  public T get(int index) {
    return (T) shared.elements[Objects.checkIndex(index, size)];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Object[] toArray() {
    return Arrays.copyOf(shared.elements, size);
  }
}
