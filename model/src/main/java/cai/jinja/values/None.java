package cai.jinja.values;

/// Python's `None`.
public enum None {
  NONE
}
