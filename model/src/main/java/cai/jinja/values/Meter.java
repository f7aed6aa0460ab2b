package cai.jinja.values;

/// Counts a rendering's steps and characters and stops it where they exceed what any chat needs.
/// Because it counts and does not time, a template stops at the same place on every machine.
///
/// **Thread-safety**: none; each rendering has its own.
public final class Meter {
  private static final long STEPS = 2_000_000;
  private static final long CHARACTERS = 32_000_000;
  private static final int CHARACTERS_FOR_EACH_GIVEN = 64;
  private static final int DEPTH = 500;

  private final long mostCharacters;
  private long steps;
  private long characters;
  private int depth;

  /// @param given number of characters in all texts that the template is given
  public Meter(long given) {
    this.mostCharacters = CHARACTERS + CHARACTERS_FOR_EACH_GIVEN * given;
  }

  public void step() {
    steps(1);
  }

  /// Counts steps that are about to be taken, or items that are about to be made.
  public void steps(long more) {
    steps += more;
    if (more < 0 || steps > STEPS)
      throw JinjaException.limit(
          "the template takes more than %,d steps; it may never end".formatted(STEPS));
  }

  /// Counts characters that are about to be made.
  public void characters(long more) {
    characters += more;
    if (more < 0 || characters > mostCharacters)
      throw JinjaException.limit(
          "the template makes more than %,d characters".formatted(mostCharacters));
  }

  /// Counts a text after it was made; for texts that cannot be much longer than their sources.
  public Text made(Text text) {
    characters(text.toString().length());
    return text;
  }

  public void enter() {
    if (++depth > DEPTH) throw JinjaException.limit("the template nests or calls itself too deep");
  }

  public void leave() {
    depth--;
  }
}
