package cai.language.local;

import cai.transformer.Arithmetic;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How much the log-probabilities of a text differ between the arithmetic of a model and fp32.
///
/// @param mean of the absolute differences, nats
/// @param largest absolute difference, nats
/// @param tokens number of tokens compared
public record RoundingEffect(double mean, double largest, int tokens) {
  private static final String TEXT =
      """
      The ferry left the harbour a little after seven, with forty passengers, two bicycles and a crate of \
      oranges that nobody had claimed. It had rained all night. On the upper deck a teacher from the north was \
      explaining to her class why the tide turns twice a day; a boy asked whether the moon ever gets tired of \
      pulling, and everyone laughed except the captain, who said that he had often wondered about that himself.

      To repair a puncture, first take the wheel off and let out the air that is left. Lift one side of the \
      tyre over the rim, pull out the tube, pump it up and hold it under water: bubbles show the hole. Dry the \
      place, roughen it, spread a thin layer of glue and wait for five minutes before you press on the patch.

      User: My neighbour plays music until two in the morning. What can I do?
      Assistant: Talk to him first, at a time when you are both calm, and tell him which hours matter to you. \
      If that does not help, write down when it happens and ask your landlord or the town what the rules are.
      """;

  /// Measures it: loads the model twice, once in each arithmetic.
  public static RoundingEffect measured(LocalModel model) {
    double[] exact = logProbabilities(model, Arithmetic.FP32);
    double[] rounded = logProbabilities(model, model.arithmetic());
    double sum = 0;
    double largest = 0;
    for (int i = 0; i < exact.length; i++) {
      double difference = Math.abs(rounded[i] - exact[i]);
      sum += difference;
      largest = Math.max(largest, difference);
    }
    return new RoundingEffect(sum / exact.length, largest, exact.length);
  }

  private static double[] logProbabilities(LocalModel model, Arithmetic arithmetic) {
    int[] ids = model.tokenizer().encode(TEXT);
    int length = Math.min(ids.length, model.config().contextLength());
    try (Decoder decoder = model.decoder(TrainedLayers.none(), arithmetic);
        var tokens = new TokenModel(decoder, model.tokenizer(), 1)) {
      int[] first = {ids[0]};
      int[] rest = Arrays.copyOfRange(ids, 1, length);
      return tokens
          .score(List.of(new TokenModel.Asked(first, 0)), List.of(List.of(rest)))
          .getFirst()
          .getFirst();
    }
  }

  /// One clause for people.
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "log-probabilities differ from fp32 by %.2g nats on average and %.2g at most (%d tokens)",
        mean,
        largest,
        tokens);
  }
}
