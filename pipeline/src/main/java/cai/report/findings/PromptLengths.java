package cai.report.findings;

import cai.evaluation.MeasuredAnswer;
import cai.prompts.PromptItem.PromptGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// How long the held-out prompts of a group are.
///
/// @param prompts number of them
/// @param words of all turns of a prompt, mean
/// @param turns of a prompt, mean
public record PromptLengths(PromptGroup group, int prompts, double words, double turns) {
  /// Prompts of two groups that differ by more are told apart by their length too.
  static final double MOST_APART = 4 / 3.0;

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /// Of each group that prompts were answered of.
  public static List<PromptLengths> of(List<MeasuredAnswer> answers) {
    var all = new ArrayList<PromptLengths>();
    for (PromptGroup group : PromptGroup.values()) {
      Map<String, MeasuredAnswer> byPrompt = new LinkedHashMap<>();
      for (MeasuredAnswer one : answers)
        if (one.group() == group) byPrompt.putIfAbsent(one.id(), one);
      if (byPrompt.isEmpty()) continue;
      all.add(
          new PromptLengths(
              group,
              byPrompt.size(),
              mean(byPrompt, PromptLengths::words),
              mean(byPrompt, one -> one.prompt().turns().size())));
    }
    return List.copyOf(all);
  }

  private static double mean(
      Map<String, MeasuredAnswer> prompts, ToDoubleFunction<MeasuredAnswer> value) {
    return prompts.values().stream().mapToDouble(value).average().orElseThrow();
  }

  private static long words(MeasuredAnswer answer) {
    return answer.prompt().turns().stream()
        .flatMap(turn -> SPACE.splitAsStream(turn.text().strip()))
        .filter(word -> !word.isEmpty())
        .count();
  }

  /// What a reader must know where the prompts are not alike; empty where they are.
  public static Optional<String> warning(List<PromptLengths> all) {
    for (PromptLengths one : all)
      for (PromptLengths other : all)
        if (one.words() > MOST_APART * other.words())
          return Optional.of(
              "%s have %s words on average and %s %s, more than a third apart: that a model answers them differently may be owed to their length."
                  .formatted(
                      capital(Wording.prompts(one.group())),
                      Wording.fixed(one.words(), 1),
                      Wording.prompts(other.group()),
                      Wording.fixed(other.words(), 1)));
    return Optional.empty();
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
