package cai.constitution;

import cai.yaml.YamlFile;
import cai.yaml.YamlMap;
import cai.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads a constitution of the project's own form: principles written out in full, or plain
/// sentences under `principles` from which both kinds are derived.
final class YamlPrinciples {
  private final Draft draft;

  YamlPrinciples(Draft draft) {
    this.draft = draft;
  }

  void read(Path file) {
    Optional<YamlMap> root = YamlFile.read(file, draft.problems).map("a constitution");
    root.ifPresent(map -> read(map, file));
  }

  private void read(YamlMap root, Path file) {
    String stem = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    draft.name(root.optionalText("name").orElse(stem));
    int number = 1;
    for (YamlValue sentence : root.list("principles")) addSentence(sentence, stem, number++);
    for (YamlValue value : root.list("critique-principles"))
      value.map("a critique principle").ifPresent(this::addCritique);
    for (YamlValue value : root.list("comparison-principles"))
      value.map("a comparison principle").ifPresent(this::addComparison);
    root.refuseOtherKeys();
  }

  private void addSentence(YamlValue value, String stem, int number) {
    Optional<String> sentence = value.text("a principle");
    if (sentence.isEmpty()) return;
    String id = "%s-%02d".formatted(stem, number);
    draft.add(DerivedPrinciples.critique(id, sentence.get()), value.where());
    draft.add(DerivedPrinciples.comparison(id, sentence.get()), value.where());
  }

  private void addCritique(YamlMap map) {
    String id = map.text("id");
    String critiqueRequest = map.text("critique-request");
    String revisionRequest = map.text("revision-request");
    List<String> leadIns = map.texts("lead-ins");
    List<String> positive = map.texts("positive");
    List<String> negative = map.texts("negative");
    map.refuseOtherKeys();
    if (id.isEmpty() || critiqueRequest.isEmpty() || revisionRequest.isEmpty()) return;
    draft.add(
        new CritiquePrinciple(id, critiqueRequest, revisionRequest, leadIns, positive, negative),
        map.where());
  }

  private void addComparison(YamlMap map) {
    String id = map.text("id");
    Optional<Aim> aim = aim(map);
    String question = map.text("question");
    List<String> positive = map.texts("positive");
    List<String> negative = map.texts("negative");
    map.refuseOtherKeys();
    if (id.isEmpty() || aim.isEmpty() || question.isEmpty()) return;
    draft.add(new ComparisonPrinciple(id, aim.get(), question, positive, negative), map.where());
  }

  private static Optional<Aim> aim(YamlMap map) {
    String word = map.text("aim");
    for (Aim aim : Aim.values()) if (aim.word().equals(word)) return Optional.of(aim);
    if (!word.isEmpty())
      map.value("aim")
          .ifPresent(
              v -> v.problem("aim=" + word + " is unknown; use harmlessness or helpfulness"));
    return Optional.empty();
  }
}
