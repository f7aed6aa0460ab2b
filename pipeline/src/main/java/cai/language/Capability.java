package cai.language;

import cai.errors.UserError;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a model can be asked for. A model on this machine can do everything; a model that is
/// reached over an endpoint often answers conversations only, and gives likelihoods of the next
/// token only.
public enum Capability {
  /// To answer a conversation in its own chat format: [TextModel] with [Prompt.Chat].
  CHAT("answer a conversation"),
  /// To continue any text: a transcript after worked examples, which is a [Prompt.PlainText], or an
  /// answer whose beginning is given, see [Generation#opening].
  CONTINUATION("continue a text as it stands"),
  /// To compare options that differ in their first token: [ChoiceModel].
  CHOICE("weigh one-word answers"),
  /// To say how likely any given text is: [LikelihoodModel].
  LIKELIHOOD("say how likely a given text is");

  private final String phrase;

  Capability(String phrase) {
    this.phrase = phrase;
  }

  /// What a setting asks of a model.
  ///
  /// @param setting as a recipe would write it, or what else asks for it
  public record Need(String setting, Set<Capability> capabilities) {
    public Need {
      capabilities = Set.copyOf(capabilities);
    }

    /// What a setting's value asks of a model.
    ///
    /// @param value as a recipe writes it, or its constant
    public static Need of(String key, Object value, Set<Capability> capabilities) {
      String word =
          value instanceof Enum<?> constant
              ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
              : value.toString();
      return new Need(key + "=" + word, capabilities);
    }
  }

  /// Fails where a model cannot do what is asked of it.
  ///
  /// @param model its name
  /// @param capabilities that it has
  /// @throws UserError with one sentence for each need that is not met
  public static void require(String model, Set<Capability> capabilities, List<Need> needs) {
    String lacks =
        needs.stream()
            .filter(need -> !capabilities.containsAll(need.capabilities()))
            .map(need -> lack(model, capabilities, need))
            .collect(Collectors.joining("\n"));
    if (!lacks.isEmpty()) throw new UserError(lacks);
  }

  private static String lack(String model, Set<Capability> capabilities, Need need) {
    String missing =
        need.capabilities().stream()
            .filter(one -> !capabilities.contains(one))
            .sorted()
            .map(one -> one.phrase)
            .collect(Collectors.joining(" and to "));
    return "%s: the model '%s' would have to %s, which it cannot; choose another setting or another model"
        .formatted(need.setting(), model, missing);
  }
}
