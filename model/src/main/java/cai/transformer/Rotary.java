package cai.transformer;

import cai.tensor.RowMemory;
import cai.tensor.Tensor;
import java.util.List;

/// Rotary position embedding in the Hugging Face layout: the two halves of a head are the two
/// coordinates that are turned.
final class Rotary implements AutoCloseable {
  private final Tensor cosines; // [contextLength, headWidth]
  private final Tensor sines; // [contextLength, headWidth], first half negated
  private final long half;

  Rotary(ModelConfig config) {
    int width = config.headWidth();
    half = width / 2;
    float[] cos = new float[config.contextLength() * width];
    float[] sin = new float[cos.length];
    double[] frequencies = frequencies(config);
    for (int position = 0; position < config.contextLength(); position++) {
      for (int i = 0; i < half; i++) {
        // In fp32, as the reference implementation multiplies.
        double angle = (float) position * (float) frequencies[i];
        int at = position * width + i;
        cos[at] = cos[at + (int) half] = (float) Math.cos(angle);
        sin[at + (int) half] = (float) Math.sin(angle);
        sin[at] = -sin[at + (int) half];
      }
    }
    cosines = Tensor.of(cos, config.contextLength(), width);
    sines = Tensor.of(sin, config.contextLength(), width);
  }

  /// Radians per position of each pair.
  static double[] frequencies(ModelConfig config) {
    double[] frequencies = new double[config.headWidth() / 2];
    for (int i = 0; i < frequencies.length; i++) {
      // Rounded as the reference implementation does, which keeps inverse frequencies in fp32.
      double plain = (float) Math.pow(config.ropeTheta(), -2.0 * i / config.headWidth());
      frequencies[i] = config.ropeScaling().map(scaling -> scaling.scaled(plain)).orElse(plain);
    }
    return frequencies;
  }

  /// Cosines and sines of given positions, ready to be applied.
  record Angles(Tensor cosines, Tensor sines) {}

  /// Angles of given positions. **Shape**: positions [batch * time] give [batch, time, 1,
  /// headWidth].
  Angles at(Tensor positions, long batch, long time) {
    return new Angles(
        cosines.select(0, positions).view(batch, time, 1, 2 * half),
        sines.select(0, positions).view(batch, time, 1, 2 * half));
  }

  /// Angles of given positions for half a head. **Shape**: positions [n] give [n, 1, headWidth /
  /// 2].
  Angles halves(Tensor positions) {
    long count = positions.size(0);
    return new Angles(
        cosines.narrow(1, 0, half).select(0, positions).view(count, 1, half),
        sines.narrow(1, half, half).select(0, positions).view(count, 1, half));
  }

  /// Turns heads where they are, or back. **Shape**: [n, heads, headWidth], angles from [#halves].
  void turnInPlace(Tensor heads, Angles angles, boolean back) {
    int sign = back ? -1 : 1;
    Tensor first = heads.narrow(2, 0, half);
    Tensor second = heads.narrow(2, half, half);
    Tensor across = first.mul(angles.sines());
    first.mulInPlace(angles.cosines()).addProductInPlace(second, angles.sines(), -sign);
    second.mulInPlace(angles.cosines()).addInPlace(across, sign);
  }

  /// The turn of a position.
  ///
  /// @param cosines of each pair of coordinates // [headWidth / 2]
  /// @param sines // [headWidth / 2]
  record Turn(float[] cosines, float[] sines) {
    /// Turns the first heads of a row where they are, as [Rotary#turn].
    void inPlace(float[] row, int heads) {
      int half = cosines.length;
      for (int head = 0; head < heads; head++) {
        int first = head * 2 * half;
        for (int i = first; i < first + half; i++) {
          float one = row[i];
          float other = row[i + half];
          row[i] = one * cosines[i - first] - other * sines[i - first];
          row[i + half] = other * cosines[i - first] + one * sines[i - first];
        }
      }
    }
  }

  Turn at(int position) {
    int count = Math.toIntExact(half);
    var turn = new Turn(new float[count], new float[count]);
    RowMemory.of(cosines).read(position, 0, turn.cosines, 0, count);
    RowMemory.of(sines).read(position, half, turn.sines, 0, count);
    return turn;
  }

  /// Turns queries or keys. **Shape**: [batch, time, heads, headWidth].
  Tensor turn(Tensor heads, Angles angles) {
    Tensor swapped =
        Tensor.concatenate(List.of(heads.narrow(3, half, half), heads.narrow(3, 0, half)), 3);
    return heads.mul(angles.cosines()).add(swapped.mul(angles.sines()));
  }

  @Override
  public void close() {
    cosines.close();
    sines.close();
  }
}
