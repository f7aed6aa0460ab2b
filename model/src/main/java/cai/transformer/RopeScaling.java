package cai.transformer;

/// How the frequencies of a rotary embedding are changed for texts longer than those that a model
/// was first trained on.
///
/// **Source**: `modeling_rope_utils.py` of `transformers`.
public sealed interface RopeScaling {
  /// A frequency as the model uses it, from the plain one.
  double scaled(double frequency);

  /// Divides every position by `factor`.
  record LinearScaling(double factor) implements RopeScaling {
    @Override
    public double scaled(double frequency) {
      return frequency / factor;
    }
  }

  /// Changes frequencies only where a text is longer than the context length, which no text here
  /// is. The setting is kept so that written models still have it.
  record DynamicScaling(double factor) implements RopeScaling {
    @Override
    public double scaled(double frequency) {
      return frequency;
    }
  }

  /// Llama 3.1: frequencies below `originalContextLength / lowFrequencyFactor` are divided by
  /// `factor`, those above `originalContextLength / highFrequencyFactor` are kept, between them
  /// both are blended.
  record Llama3Scaling(
      double factor,
      double lowFrequencyFactor,
      double highFrequencyFactor,
      int originalContextLength)
      implements RopeScaling {
    @Override
    public double scaled(double frequency) {
      double wavelength = 2 * Math.PI / frequency;
      double longest = originalContextLength / lowFrequencyFactor;
      double shortest = originalContextLength / highFrequencyFactor;
      if (wavelength > longest) return frequency / factor;
      if (wavelength < shortest) return frequency;
      double blend =
          (originalContextLength / wavelength - lowFrequencyFactor)
              / (highFrequencyFactor - lowFrequencyFactor);
      return (1 - blend) * frequency / factor + blend * frequency;
    }
  }
}
