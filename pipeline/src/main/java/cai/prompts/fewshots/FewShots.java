package cai.prompts.fewshots;

import cai.yaml.Problems;
import cai.yaml.YamlFile;
import cai.yaml.YamlMap;
import cai.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads worked examples: the project's YAML lists, or (`.json`) the files that the paper's authors
/// released. All faults of a file come in one error.
public final class FewShots {
  private FewShots() {}

  /// Examples of critique and revision.
  public static List<CritiqueShot> critiques(Path file) {
    if (isJson(file)) return PaperShots.critiques(file);
    return read(
        file,
        map ->
            new CritiqueShot(
                map.text("id"),
                map.text("human"),
                map.text("response"),
                map.text("critique-request"),
                map.text("critique"),
                map.text("revision-request"),
                map.text("revision")),
        CritiqueShot::id);
  }

  /// The first examples of answers.
  public static List<ResponseShot> responses(Path file, int most) {
    return responses(file).stream().limit(most).toList();
  }

  /// Examples of answers.
  public static List<ResponseShot> responses(Path file) {
    return read(
        file,
        map -> new ResponseShot(map.text("id"), map.text("human"), map.text("response")),
        ResponseShot::id);
  }

  /// Examples of pairs.
  public static List<FeedbackShot> feedback(Path file) {
    if (isJson(file)) return PaperShots.feedback(file);
    return read(
        file,
        map ->
            new FeedbackShot(
                map.text("id"), map.text("human"), map.text("better"), map.text("worse")),
        FeedbackShot::id);
  }

  /// Examples of yes/no questions.
  public static List<YesNoShot> yesNo(Path file) {
    return read(
        file,
        map ->
            new YesNoShot(
                map.text("id"),
                map.text("human"),
                map.text("response"),
                map.text("question"),
                answer(map, "Yes", "No")),
        YesNoShot::id);
  }

  /// Examples of chain-of-thought feedback.
  public static List<ReasoningShot> reasoning(Path file) {
    if (isJson(file)) return PaperShots.reasoning(file);
    return read(
        file,
        map ->
            new ReasoningShot(
                map.text("id"),
                map.text("conversation"),
                map.text("option-a"),
                map.text("option-b"),
                map.text("reasoning"),
                answer(map, "A", "B")),
        ReasoningShot::id);
  }

  private static boolean isJson(Path file) {
    return file.toString().endsWith(".json");
  }

  /// Whether the answer is the first of two words.
  private static boolean answer(YamlMap map, String first, String second) {
    String answer = map.text("answer");
    if (!answer.isEmpty() && !answer.equals(first) && !answer.equals(second))
      map.problem("answer=" + answer + " is unknown; use " + first + " or " + second);
    return answer.equals(first);
  }

  private static <T> List<T> read(
      Path file, Function<YamlMap, T> shotOf, Function<T, String> idOf) {
    var problems = new Problems();
    var shots = new ArrayList<T>();
    Map<String, String> places = new HashMap<>();
    for (YamlValue value : YamlFile.read(file, problems).list("the file")) {
      Optional<YamlMap> map = value.map("an example");
      if (map.isEmpty()) continue;
      T shot = shotOf.apply(map.get());
      map.get().refuseOtherKeys();
      String first = places.putIfAbsent(idOf.apply(shot), value.where());
      if (first != null && !idOf.apply(shot).isEmpty())
        value.problem(
            "id=" + idOf.apply(shot) + " occurs twice, first at " + first + "; rename one");
      shots.add(shot);
    }
    problems.throwIfAny();
    return List.copyOf(shots);
  }
}
