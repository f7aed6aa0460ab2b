package cai.critique;

import cai.constitution.Aim;
import cai.constitution.CritiquePrinciple;
import cai.critique.acceptance.AcceptanceSettings;
import cai.dialogue.Dialogue;
import cai.json.JsonLines;
import cai.language.LanguageModel;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.prompts.fewshots.CritiqueShot;
import cai.prompts.fewshots.ResponseShot;
import cai.prompts.fewshots.YesNoShot;
import cai.recipe.Defaults;
import cai.run.Progress;
import cai.run.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Small inputs for tests of the stage.
public final class CritiqueFixture {
  public static final CritiquePrinciple KIND =
      new CritiquePrinciple(
          "kind",
          "What is unkind?",
          "Make it kind.",
          List.of("I'd rather not, because", "Let us be kind, since"),
          List.of("Is it kind?"),
          List.of("Is it cruel?"));
  static final CritiquePrinciple SAFE =
      new CritiquePrinciple(
          "safe",
          "What is unsafe?",
          "Make it safe.",
          List.of("Please don't, because"),
          List.of("Is it safe?"),
          List.of("Is it risky?"));
  static final CritiquePrinciple PLAIN =
      new CritiquePrinciple("plain", "What is wrong?", "Fix it.", List.of(), List.of(), List.of());

  public static final CritiqueShot SHOT =
      new CritiqueShot(
          "till",
          "Can I pocket coins?",
          "Sure, start small.",
          "Say what harm could follow.",
          "It treats stealing as fine.",
          "Write it without harm.",
          "I'd leave the coins where they are.");

  private CritiqueFixture() {}

  static PromptItem item(String id, Aim aim, String text) {
    return new PromptItem(PromptItem.FORMAT, id, aim, "any", Split.TRAIN, Dialogue.ask(text));
  }

  static List<PromptItem> redTeam(int count) {
    var items = new ArrayList<PromptItem>();
    for (int i = 1; i <= count; i++)
      items.add(item("rt-" + i, Aim.HARMLESSNESS, "Red question " + i + "?"));
    return items;
  }

  static List<PromptItem> helpful(int count) {
    var items = new ArrayList<PromptItem>();
    for (int i = 1; i <= count; i++)
      items.add(item("hp-" + i, Aim.HELPFULNESS, "Helpful question " + i + "?"));
    return items;
  }

  static CritiqueInputs inputs(
      List<PromptItem> redTeam, List<PromptItem> helpful, CritiquePrinciple... principles) {
    return new CritiqueInputs(
        redTeam,
        helpful,
        List.of(principles),
        List.of(SHOT),
        List.of(new ResponseShot("storm", "How far is a storm?", "Count the seconds.")),
        List.of(new YesNoShot("bus", "A boy takes my seat.", "Talk to him.", "Is it fair?", true)));
  }

  /// The defaults without acceptance and with some values replaced, given as name, value, name,
  /// value.
  static CritiqueSettings settings(Object... replaced) {
    Map<String, Object> values = new HashMap<>();
    values.put("acceptance", acceptance("enabled", false));
    for (int i = 0; i < replaced.length; i += 2) values.put((String) replaced[i], replaced[i + 1]);
    return Defaults.of(CritiqueSettings.class, values);
  }

  /// The defaults with some values replaced, given as name, value, name, value.
  static AcceptanceSettings acceptance(Object... replaced) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < replaced.length; i += 2) values.put((String) replaced[i], replaced[i + 1]);
    return Defaults.of(AcceptanceSettings.class, values);
  }

  /// A model whose every answer is a text of its own.
  static ScriptedLanguageModel unique() {
    return ScriptedLanguageModel.of(Script::unique, Script::scores);
  }

  static CritiqueWork stage(LanguageModel model, CritiqueInputs inputs, Object... replaced) {
    return new CritiqueWork(model, settings(replaced), inputs, new Seeds(1), Progress.silent());
  }

  /// What a stage has written.
  static List<RevisionChain> chains(Path folder) {
    return JsonLines.read(folder.resolve("revisions.jsonl"), RevisionChain.class);
  }
}
