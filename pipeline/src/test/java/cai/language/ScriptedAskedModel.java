package cai.language;

import cai.dialogue.FormatKind;
import java.util.Set;

/// A scripted model with some capabilities, as a stage takes it in. Where it cannot continue texts
/// it has a chat format.
public record ScriptedAskedModel(
    String name, Set<Capability> capabilities, ScriptedLanguageModel model) implements AskedModel {
  public ScriptedAskedModel {
    capabilities = Set.copyOf(capabilities);
  }

  /// A model that is never opened.
  public static AskedModel able(Capability... capabilities) {
    return new ScriptedAskedModel(
        "scripted", Set.of(capabilities), ScriptedLanguageModel.answering(_ -> ""));
  }

  @Override
  public String identity() {
    return "scripted";
  }

  @Override
  public FormatKind format() {
    return capabilities.contains(Capability.CONTINUATION) ? FormatKind.TRANSCRIPT : FormatKind.CHAT;
  }

  @Override
  public LanguageModel open() {
    return new LanguageModel() {
      @Override
      public TextModel text() {
        return able(
            model,
            capabilities.contains(Capability.CHAT)
                || capabilities.contains(Capability.CONTINUATION));
      }

      @Override
      public ChoiceModel choices() {
        return able(model, capabilities.contains(Capability.CHOICE));
      }

      @Override
      public LikelihoodModel likelihoods() {
        return able(model, capabilities.contains(Capability.LIKELIHOOD));
      }

      @Override
      public FormatKind format() {
        return ScriptedAskedModel.this.format();
      }

      @Override
      public String identity() {
        return ScriptedAskedModel.this.identity();
      }

      @Override
      public void close() {}
    };
  }

  private static <T> T able(T model, boolean can) {
    if (!can) throw new IllegalStateException("the model is asked for what it cannot do");
    return model;
  }
}
