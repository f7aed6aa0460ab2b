package cai.jinja.values;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/// Items of a source that says only at the next one whether there is one; each is asked for as late
/// as possible, because asking may fail.
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
