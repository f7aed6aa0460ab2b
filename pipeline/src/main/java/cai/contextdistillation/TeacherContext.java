package cai.contextdistillation;

import cai.constitution.ComparisonPrinciple;
import cai.contextdistillation.ContextSettings.ContextPlace;
import cai.critique.RevisionChain;
import cai.critique.RevisionChain.Round;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import cai.language.Template;
import cai.prompts.PromptItem;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A conversation with something in front of it that the answer should keep to: a principle, drawn
/// once for each prompt among those of its aim and shown as the yes/no questions by which answers
/// are judged under it; or the critique of an earlier answer.
///
/// @param principles of the constitution
/// @param critiques by id of the prompt; present where they are shown in place of principles
record TeacherContext(
    List<ComparisonPrinciple> principles,
    Optional<Map<String, String>> critiques,
    ContextPlace place,
    Seeds seeds) {
  private static final Template CONTEXT = Template.resource(TeacherContext.class, "context.txt");
  private static final Template CRITICISM = Template.resource(TeacherContext.class, "critique.txt");
  private static final Template CONSENT = Template.resource(TeacherContext.class, "consent.txt");

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

  /// Critiques of responses by the ids of their prompts; of several rounds the first.
  static Map<String, String> critiques(List<RevisionChain> chains) {
    var critiques = new HashMap<String, String>();
    for (RevisionChain chain : chains)
      chain.rounds().stream()
          .map(Round::critique)
          .filter(one -> !one.isBlank())
          .findFirst()
          .ifPresent(one -> critiques.put(chain.id(), one.strip()));
    return critiques;
  }

  /// The prompt as the teacher sees it; as it is where there is nothing to show.
  Dialogue shown(PromptItem item) {
    return text(item).map(text -> shown(item.prompt(), text)).orElse(item.prompt());
  }

  /// What is shown before a prompt.
  private Optional<String> text(PromptItem item) {
    if (critiques.isEmpty()) return drawn(item).map(TeacherContext::text);
    return Optional.ofNullable(critiques.get().get(item.id())).map(TeacherContext::text);
  }

  /// Whether an answer to a prompt can be given in this context and judged.
  boolean covers(PromptItem item) {
    return text(item).isPresent() && drawn(item).isPresent();
  }

  static String text(String critique) {
    return CRITICISM.fill(Map.of("critique", critique));
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
