package cai.jinja.values;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/// Items of a source that cannot say whether there is a next item without computing it. Each item
/// is computed as late as possible, because computing it may fail.
public final class Lookahead implements Iterator<Object> {
  private final Supplier<Optional<Object>> source;
  private Optional<Object> next = Optional.empty();
  private boolean ended;

  public Lookahead(Supplier<Optional<Object>> source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !ended) {
      next = source.get();
      ended = next.isEmpty();
    }
    return next.isPresent();
  }

  @Override
  public Object next() {
    if (!hasNext()) throw new NoSuchElementException();
    Object item = next.get();
    next = Optional.empty();
    return item;
  }
}
