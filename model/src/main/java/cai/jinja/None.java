package cai.jinja;

/// Python's `None`.
enum None {
  NONE
}
