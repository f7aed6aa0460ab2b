package cai.jinja.values;

import java.util.Iterator;

/// Items that can be taken once, as Python's generators and iterators give them.
///
/// @param type the name Python has for it
public record Generator(String type, Iterator<Object> items) {
  public static Generator of(Iterator<Object> items) {
    return new Generator("generator", items);
  }
}
