package cai.benchmarks;

import cai.run.Seeds;
import cai.tensor.Tensor;
import java.util.random.RandomGenerator;

/// The sizes of the model whose operations are measured, and values for them.
public final class Shapes {
  public static final int WIDTH = 576;
  public static final int HEADS = 9;
  public static final int PAIRS = 3;
  public static final int HEAD_WIDTH = 64;
  public static final int FEED_FORWARD = 1536;
  public static final int VOCABULARY = 49_152;

  private Shapes() {}

  /// Random values around zero that belong to the current scope, or to nobody where there is none.
  public static Tensor random(long... shape) {
    long elements = 1;
    for (long size : shape) elements *= size;
    float[] values = new float[Math.toIntExact(elements)];
    RandomGenerator random = new Seeds(1).generator("benchmarks", "values");
    for (int i = 0; i < values.length; i++) values[i] = random.nextFloat() - 0.5f;
    return Tensor.of(values, shape);
  }

  /// A generator for each of some rows.
  public static RandomGenerator[] generators(int rows) {
    var generators = new RandomGenerator[rows];
    for (int i = 0; i < rows; i++) generators[i] = new Seeds(1).generator("benchmarks", "row/" + i);
    return generators;
  }
}
