package cai.contextdistillation;

import cai.constitution.ComparisonPrinciple;
import cai.contextdistillation.ContextSettings.ContextPlace;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import cai.language.Template;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A conversation with the principle in front of it that the answer should keep to. The principle
/// is drawn once for each prompt, among those of its aim, and is shown as the yes/no questions by
/// which answers are judged under it.
///
/// @param principles of the constitution
record PrincipleContext(List<ComparisonPrinciple> principles, ContextPlace place, Seeds seeds) {
  private static final Template CONTEXT = Template.resource(PrincipleContext.class, "context.txt");
  private static final Template CONSENT = Template.resource(PrincipleContext.class, "consent.txt");

  /// The principle of a prompt; empty where none of its aim has questions of both kinds.
  Optional<ComparisonPrinciple> drawn(PromptItem item) {
    List<ComparisonPrinciple> able =
        principles.stream()
            .filter(one -> one.aim() == item.aim())
            .filter(one -> !one.positive().isEmpty() && !one.negative().isEmpty())
            .toList();
    if (able.isEmpty()) return Optional.empty();
    var random = seeds.generator("reinforcement", "context/" + item.id());
    return Optional.of(able.get(random.nextInt(able.size())));
  }

  /// The prompt as the teacher sees it; as it is where there is no principle for it.
  Dialogue shown(PromptItem item) {
    return drawn(item)
        .map(principle -> shown(item.prompt(), text(principle)))
        .orElse(item.prompt());
  }

  static String text(ComparisonPrinciple principle) {
    return CONTEXT.fill(
        Map.of(
            "positive", String.join(" ", principle.positive()),
            "negative", String.join(" ", principle.negative())));
  }

  private Dialogue shown(Dialogue prompt, String text) {
    var turns = new ArrayList<Turn>();
    List<Turn> rest = prompt.turns();
    boolean system = rest.getFirst().speaker() == Speaker.SYSTEM;
    switch (place) {
      case SYSTEM ->
          turns.add(
              new Turn(Speaker.SYSTEM, system ? rest.getFirst().text() + "\n\n" + text : text));
      case HUMAN -> {
        if (system) turns.add(rest.getFirst());
        turns.add(new Turn(Speaker.HUMAN, text));
        turns.add(new Turn(Speaker.ASSISTANT, CONSENT.fill(Map.of())));
      }
    }
    turns.addAll(system ? rest.subList(1, rest.size()) : rest);
    return new Dialogue(turns);
  }
}
