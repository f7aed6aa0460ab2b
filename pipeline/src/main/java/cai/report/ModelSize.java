package cai.report;

import java.util.Optional;
import java.util.regex.Pattern;

/// How many parameters the run's model has, from the manifest's number or from the model's name.
record ModelSize(double parameters) {
  private static final Pattern IN_NAME =
      Pattern.compile("(?i)(?<![a-z0-9.])(\\d+(?:\\.\\d+)?)\\s?([mb])(?![a-z0-9])");

  static Optional<ModelSize> of(Tree manifest) {
    Optional<Double> number = manifest.number("parameters", "model.parameters");
    if (number.isPresent()) return number.map(ModelSize::new);
    return model(manifest).flatMap(ModelSize::fromName);
  }

  /// The model's name as the settings have it.
  static Optional<String> model(Tree manifest) {
    var settings = Settings.of(manifest);
    return manifest
        .first("model", "model.name")
        .or(() -> settings.text("model.name"))
        .or(() -> settings.text("model"));
  }

  static Optional<ModelSize> fromName(String name) {
    var match = IN_NAME.matcher(name);
    if (!match.find()) return Optional.empty();
    double unit = match.group(2).equalsIgnoreCase("b") ? 1e9 : 1e6;
    return Optional.of(new ModelSize(Double.parseDouble(match.group(1)) * unit));
  }

  boolean small() {
    return parameters < 1e9;
  }

  String words() {
    if (parameters >= 1e9)
      return Wording.fixed(parameters / 1e9, parameters % 1e9 == 0 ? 0 : 1) + " billion";
    return parameters >= 1e6
        ? Wording.fixed(parameters / 1e6, 0) + " million"
        : Wording.count((long) parameters);
  }
}
