package cai.jinja.values;

import java.util.Iterator;

/// Items that can be taken once, as Python's generators and iterators give them.
///
/// @param type Python's name of the type
public record Generator(String type, Iterator<Object> items) {
  public static Generator of(Iterator<Object> items) {
    return new Generator("generator", items);
  }
}
