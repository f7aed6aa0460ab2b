package cai.cli.machine;

import cai.dialogue.DialogueStyle;
import cai.dialogue.SpecialTokens;
import cai.language.local.ModelSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converts words of the command line to enum constants.
public final class Choices {
  private Choices() {}

  public static final class OfArithmetic implements ITypeConverter<ModelSettings.ArithmeticChoice> {
    @Override
    public ModelSettings.ArithmeticChoice convert(String word) {
      return constant(ModelSettings.ArithmeticChoice.values(), word);
    }
  }

  public static final class OfDialogue implements ITypeConverter<DialogueStyle> {
    @Override
    public DialogueStyle convert(String word) {
      return constant(DialogueStyle.values(), word);
    }
  }

  public static final class OfSpecialTokens implements ITypeConverter<SpecialTokens> {
    @Override
    public SpecialTokens convert(String word) {
      return constant(SpecialTokens.values(), word);
    }
  }

  private static <E extends Enum<E>> E constant(E[] constants, String word) {
    List<String> words = Arrays.stream(constants).map(Choices::word).toList();
    if (!words.contains(word))
      throw new TypeConversionException("must be one of " + String.join(", ", words));
    return constants[words.indexOf(word)];
  }

  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
