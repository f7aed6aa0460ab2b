package cai.report;

import java.util.Optional;

/// How many parameters the run's model has.
record ModelSize(double parameters) {
  /// As the manifest says; earlier versions did not record it.
  static Optional<ModelSize> of(Tree manifest) {
    return manifest.number("parameters").map(ModelSize::new);
  }

  /// The model's name as the settings have it.
  static Optional<String> model(Tree manifest) {
    var settings = Settings.of(manifest);
    return manifest
        .first("model", "model.name")
        .or(() -> settings.text("model.name"))
        .or(() -> settings.text("model"));
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
