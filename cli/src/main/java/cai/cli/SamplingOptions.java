package cai.cli;

import cai.errors.UserError;
import cai.language.Generation.Sampling;
import java.util.List;
import picocli.CommandLine.Option;

/// The options of sampling.
final class SamplingOptions {
  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description = "0 takes the likeliest token; default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description = "Draw from the likeliest tokens that reach this probability; default: all.")
  private double topP;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Draw from so many likeliest tokens; default: all.")
  private int topK;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "Longest continuation; default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Together with an item's id it determines what is drawn; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "End a continuation before this text; may be given again.")
  private List<String> stops = List.of();

  Sampling sampling() {
    require(temperature >= 0 && temperature <= 100, "--temperature", temperature, "in [0, 100]");
    require(topP > 0 && topP <= 1, "--top-p", topP, "in (0, 1]");
    require(topK >= 0, "--top-k", topK, "0 or more");
    require(maxTokens >= 1, "--max-tokens", maxTokens, "at least 1");
    require(!stops.contains(""), "--stop", "", "a text");
    return new Sampling(temperature, topP, topK, maxTokens, stops, seed);
  }

  private static void require(boolean right, String option, Object value, String allowed) {
    if (!right) throw new UserError(option + "=" + value + " is out of range; must be " + allowed);
  }
}
