package cai.evaluation;

import cai.finetuning.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A model that evaluation compares with others.
///
/// @param name in files; `sl-cai@unrevised` is a variant of `sl-cai`
/// @param title in figures and tables
/// @param subject in a sentence
/// @param color in figures, red, green and blue; told apart by people who do not see red and green
public record Contender(String name, String title, String subject, int color) {
  /// The helpful-only model, which answers first and from which the others are trained. Files call
  /// it `initial`.
  public static final Contender HELPFUL =
      new Contender("initial", "initial", "the initial model", 0x7d8590);

  /// The model after supervised finetuning.
  public static final Contender SL_CAI = new Contender("sl-cai", "SL-CAI", "SL-CAI", 0x2f7fd0);

  /// The model after reinforcement.
  public static final Contender RL_CAI = new Contender("rl-cai", "RL-CAI", "RL-CAI", 0xd9680f);

  /// The models of the method, each made from the one before it.
  public static final List<Contender> METHOD = List.of(HELPFUL, SL_CAI, RL_CAI);

  private static final char VARIANT = '@';

  /// Of the second control, so that two variants of one model are told apart.
  private static final int PURPLE = 0x9a6fc4;

  /// Two models that are compared.
  ///
  /// @param from the one that the other is measured against
  public record Pairing(Contender from, Contender to) {}

  /// What each model is measured against: a model of the method against the one before it, a
  /// variant of a model by that model, any other against the first.
  ///
  /// @param compared in the order of the evaluation
  public static List<Pairing> steps(List<Contender> compared) {
    var steps = new ArrayList<Pairing>();
    for (Contender one : compared) {
      Optional<Contender> varied = one.variantOf().filter(compared::contains);
      if (varied.isPresent()) steps.add(new Pairing(one, varied.get()));
      else one.before(compared).ifPresent(before -> steps.add(new Pairing(before, one)));
    }
    return steps;
  }

  /// The steps, and besides them the whole way from the first model of the method to its last, and
  /// the step to each variant from the model before the one that it varies.
  public static List<Pairing> pairings(List<Contender> compared) {
    List<Pairing> pairings = steps(compared);
    List<Contender> method = METHOD.stream().filter(compared::contains).toList();
    if (method.size() > 2) pairings.add(new Pairing(method.getFirst(), method.getLast()));
    for (Contender one : compared)
      one.variantOf()
          .filter(compared::contains)
          .flatMap(varied -> varied.before(compared))
          .ifPresent(before -> pairings.add(new Pairing(before, one)));
    return pairings;
  }

  /// The controls among the models compared, see [Control].
  public static List<Contender> controls(List<Contender> compared) {
    return compared.stream().filter(Contender::isControl).toList();
  }

  /// Whether it was trained to be compared with and is no model of the method.
  public boolean isControl() {
    return Stream.of(Control.values()).anyMatch(one -> name.endsWith(VARIANT + one.word()));
  }

  /// The nearest earlier model of the method, or the first of all where this is no model of the
  /// method; empty where this one is the first.
  private Optional<Contender> before(List<Contender> compared) {
    int number = METHOD.indexOf(this);
    if (number < 0) return compared.stream().findFirst().filter(first -> !first.equals(this));
    return METHOD.subList(0, number).reversed().stream().filter(compared::contains).findFirst();
  }

  private Optional<Contender> variantOf() {
    int at = name.indexOf(VARIANT);
    return at < 0 ? Optional.empty() : Optional.of(named(name.substring(0, at)));
  }

  /// The contender of a name in a file. One that the method does not have takes its title from its
  /// name; a variant has another shade than the model that it varies.
  public static Contender named(String name) {
    return METHOD.stream()
        .filter(one -> one.name.equals(name))
        .findFirst()
        .orElseGet(() -> other(name));
  }

  private static Contender other(String name) {
    int at = name.indexOf(VARIANT);
    if (at < 0) return new Contender(name, name, name, HELPFUL.color);
    return named(name.substring(0, at)).variant(name.substring(at + 1));
  }

  /// Another model of the same kind, trained differently in one respect.
  ///
  /// @param respect a word that is added to the name
  public Contender variant(String respect) {
    String added = " (" + respect.replace('-', ' ') + ")";
    int shade = respect.equals(Control.HELPFUL_ONLY.word()) ? PURPLE : paler(color);
    return new Contender(name + VARIANT + respect, title + added, subject + added, shade);
  }

  /// Halfway to white.
  private static int paler(int color) {
    return color + ((0xffffff - color) >> 1 & 0x7f7f7f);
  }

  /// The name of its style in the report's page.
  public String style() {
    return name.replaceAll("\\W", "_");
  }
}
