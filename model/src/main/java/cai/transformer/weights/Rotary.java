package cai.transformer.weights;

import cai.tensor.Tensor;
import cai.tensor.TensorRows;
import cai.transformer.ModelConfig;
import java.util.List;

/// Rotary position embedding: tables of cosines and sines for all positions, and the rotation of
/// heads by them. As in the Hugging Face layout, number i of the first half and number i of the
/// second half of a head are the two coordinates of a point.
///
/// **Source**: Su et al. 2021, section 3.2.2.
public final class Rotary implements AutoCloseable {
  private final Tensor cosines; // [contextLength, headWidth]
  private final Tensor sines; // [contextLength, headWidth], first half negated
  private final long half;

  public Rotary(ModelConfig config) {
    int width = config.headWidth();
    half = width / 2;
    float[] cos = new float[config.contextLength() * width];
    float[] sin = new float[cos.length];
    double[] frequencies = config.rotaryFrequencies();
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

  /// Cosines and sines of given positions, ready to be applied.
  public record Angles(Tensor cosines, Tensor sines) {}

  /// Angles for [#turn]. **Shape**: positions [batch * time] give [batch, time, 1, headWidth].
  public Angles at(Tensor positions, long batch, long time) {
    return new Angles(
        cosines.select(0, positions).view(batch, time, 1, 2 * half),
        sines.select(0, positions).view(batch, time, 1, 2 * half));
  }

  /// Angles for [#turnInPlace]. **Shape**: positions [n] give [n, 1, headWidth / 2].
  public Angles halves(Tensor positions) {
    long count = positions.size(0);
    return new Angles(
        cosines.narrow(1, 0, half).select(0, positions).view(count, 1, half),
        sines.narrow(1, half, half).select(0, positions).view(count, 1, half));
  }

  /// Turns heads in their own memory. **Shape**: heads [n, heads, headWidth], angles from
  /// [#halves].
  ///
  /// @param back whether they are turned by the negative angles
  public void turnInPlace(Tensor heads, Angles angles, boolean back) {
    int sign = back ? -1 : 1;
    Tensor first = heads.narrow(2, 0, half);
    Tensor second = heads.narrow(2, half, half);
    Tensor across = first.mul(angles.sines());
    first.mulInPlace(angles.cosines()).addProductInPlace(second, angles.sines(), -sign);
    second.mulInPlace(angles.cosines()).addInPlace(across, sign);
  }

  /// The rotation that belongs to one position, for heads in a Java array.
  ///
  /// @param cosines // [headWidth / 2]
  /// @param sines // [headWidth / 2]
  public record Rotation(float[] cosines, float[] sines) {
    /// Turns the first heads of a row in their own memory.
    public void inPlace(float[] row, int heads) {
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

  /// The rotation that belongs to a position.
  public Rotation at(int position) {
    int count = Math.toIntExact(half);
    var turn = new Rotation(new float[count], new float[count]);
    TensorRows.of(cosines).read(position, 0, turn.cosines, 0, count);
    TensorRows.of(sines).read(position, half, turn.sines, 0, count);
    return turn;
  }

  /// Queries or keys turned. **Shape**: heads [batch, time, heads, headWidth], angles from [#at].
  public Tensor turn(Tensor heads, Angles angles) {
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
