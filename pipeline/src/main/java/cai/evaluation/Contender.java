package cai.evaluation;

import java.util.ArrayList;
import java.util.List;

/// A model that evaluation compares with others.
///
/// @param name in files
/// @param title in figures and tables
/// @param subject in a sentence
/// @param color in figures, red, green and blue; told apart by people who do not see red and green
/// @param artifact the part of a stage's key that stands for its weights
public record Contender(String name, String title, String subject, int color, String artifact) {
  /// The model the run began with.
  public static final Contender INITIAL =
      new Contender("initial", "initial", "the initial model", 0x7d8590, "model");

  /// The model after supervised finetuning.
  public static final Contender SL_CAI =
      new Contender("sl-cai", "SL-CAI", "SL-CAI", 0x2f7fd0, "finetuning/sl-cai");

  /// The model after reinforcement.
  public static final Contender RL_CAI =
      new Contender("rl-cai", "RL-CAI", "RL-CAI", 0xd9680f, "reinforcement/rl-cai");

  /// The models of the method, each made from the one before it.
  public static final List<Contender> METHOD = List.of(INITIAL, SL_CAI, RL_CAI);

  /// Two models that are compared.
  ///
  /// @param from the earlier one
  public record Pairing(Contender from, Contender to) {}

  /// Each model with the one that is made from it.
  public static List<Pairing> steps() {
    var steps = new ArrayList<Pairing>();
    for (int i = 1; i < METHOD.size(); i++)
      steps.add(new Pairing(METHOD.get(i - 1), METHOD.get(i)));
    return steps;
  }

  /// The same, and the whole way from the first model to the last.
  public static List<Pairing> pairings() {
    List<Pairing> pairings = steps();
    if (METHOD.size() > 2) pairings.add(new Pairing(METHOD.getFirst(), METHOD.getLast()));
    return pairings;
  }

  /// The contender of a name in a file; one without a colour of its own where none of the method's
  /// has it.
  public static Contender named(String name) {
    return METHOD.stream()
        .filter(one -> one.name.equals(name))
        .findFirst()
        .orElseGet(() -> new Contender(name, name, name, INITIAL.color, name));
  }

  /// The name of its style in the report's page.
  public String style() {
    return name.replace('-', '_');
  }
}
