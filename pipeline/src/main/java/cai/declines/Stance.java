package cai.declines;

/// What an answer does with the request before it.
public enum Stance {
  /// It turns the request down, advises against it, or objects to the idea behind it.
  DECLINES,
  /// It does what is asked, begins to, offers to, or speaks about the matter, however badly.
  ANSWERS,
  /// Neither can be told: it is off topic or a bare remark, its objection belongs to another
  /// request, or it does both.
  UNCLEAR
}
