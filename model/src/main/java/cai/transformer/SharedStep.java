package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Lanes;
import cai.tensor.Meeting;
import cai.tensor.RowMemory;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One new token of each of many sequences, by lanes that share every product: each has a part of
/// every weight for all rows, so that the weights, which are most of what such a step reads, are
/// read once and not by each lane. Attention is parted by rows. Lanes wait for each other four
/// times in a layer.
///
/// The residual stream, its norms and the rounding of what is multiplied are so little that Java
/// does them where the rows lie, and that every lane does them for all rows sooner than it would
/// wait for another's.
///
/// **Source**: parting the products of a block in this way is known as tensor parallelism (Shoeybi
/// et al. 2019, section 3).
final class SharedStep {
  private final Shape shape;
  private final Rotary rotary;
  private final KeyValueCache cache;
  private final List<TokenRun> runs;
  private final int[] ends; // rows of each lane
  private final Shared heads; // queries, keys and values // [rows, (heads + 2 pairs) * headWidth]
  private final Shared mixed; // [rows, heads * headWidth]
  private final Shared output; // [rows, width]
  private final List<Shared> sums; // of each part of a feed-forward layer // [rows, width]

  /// @param runs one token for each of some neighbouring slots
  SharedStep(Shape shape, Rotary rotary, KeyValueCache cache, List<TokenRun> runs) {
    this.shape = shape;
    this.rotary = rotary;
    this.cache = cache;
    this.runs = runs;
    ends = LaneParts.equal(runs.size(), shape.lanes);
    ModelConfig config = shape.config;
    int pairs = config.keyValueHeads();
    heads = shared((config.heads() + 2 * pairs) * config.headWidth());
    mixed = shared(config.heads() * config.headWidth());
    output = shared(config.width());
    sums = Stream.generate(() -> shared(config.width())).limit(shape.lanes).toList();
  }

  /// @param type of products
  record Shape(ModelConfig config, DType type, int lanes) {}

  /// What products read or write, in their numbers.
  private record Shared(Tensor tensor, RowMemory rows) {
    static Shared of(Tensor tensor) {
      return new Shared(tensor, RowMemory.of(tensor));
    }
  }

  private Shared shared(int width) {
    return Shared.of(Tensor.empty(shape.type, runs.size(), width));
  }

  /// Whether lanes can share the products of these blocks.
  static boolean suits(List<Block> blocks) {
    return LaneParts.sharing() > 1
        && blocks.stream().allMatch(block -> block.parts().isSharedBy(LaneParts.sharing()));
  }

  /// Takes the tokens through the blocks.
  ///
  /// @param embedded the tokens, fp32 // [rows, width]
  /// @return their residual stream // [rows, width]
  Tensor through(List<Block> blocks, Tensor embedded) {
    Tensor behind = Tensor.empty(DType.FLOAT32, embedded.shape());
    Lanes.together(
        ends.length - 1,
        (lane, others) -> {
          float[] stream = embedded.floats();
          new Lane(lane, stream, others).through(blocks);
          if (lane == 0)
            RowMemory.of(behind.view(stream.length)).write(0, 0, stream, 0, stream.length);
        });
    return behind;
  }

  /// What a lane does.
  private final class Lane {
    private final int width = shape.config.width();
    private final int lane;
    private final float[] stream; // of all rows // [rows * width]
    private final Meeting others;
    private final Shared input = shared(width); // of a product
    private final Optional<StepAttention> attention; // of the lane's rows, if it has any
    private final float[] row = new float[width];
    private final float[] weight = new float[width];

    Lane(int lane, float[] stream, Meeting others) {
      this.lane = lane;
      this.stream = stream;
      this.others = others;
      attention =
          ends[lane] == ends[lane + 1]
              ? Optional.empty()
              : Optional.of(
                  new StepAttention(
                      shape.config, rotary, cache, runs.subList(ends[lane], ends[lane + 1])));
    }

    void through(List<Block> blocks) {
      for (int layer = 0; layer < blocks.size(); layer++) {
        try (var _ = TensorScope.inference()) {
          through(blocks.get(layer).parts(), layer);
        }
        keep(layer + 1);
      }
    }

    private void through(Block.Parts parts, int layer) {
      normalize(parts.attentionNorm());
      multiply(parts.queriesKeysValues().packed(), input, heads);
      others.await();
      attention.ifPresent(own -> own.attend(layer, heads.rows, mixed.rows, ends[lane]));
      others.await();
      multiply(parts.output().packed(), mixed, output);
      others.await();
      add(output);
      normalize(parts.feedForwardNorm());
      copy(parts.feedForward().ofPart(lane, input.tensor), sums.get(lane), 0);
      others.await();
      sums.forEach(this::add);
    }

    /// Makes the lane's columns of a product.
    private void multiply(PackedParts weights, Shared from, Shared into) {
      copy(weights.products(from.tensor, lane), into, weights.ends()[lane]);
    }

    private void copy(Tensor columns, Shared into, int first) {
      RowMemory made = RowMemory.of(columns);
      for (int i = 0; i < runs.size(); i++) into.rows.copy(i, first, made, i);
    }

    private void add(Shared term) {
      for (int i = 0; i < runs.size(); i++) term.rows.add(i, stream, i * width);
    }

    /// Makes the input of a product of the stream. **Shape**: norm [width].
    private void normalize(Tensor norm) {
      RowMemory.of(norm).read(0, 0, weight, 0, width);
      for (int i = 0; i < runs.size(); i++) {
        int start = i * width;
        float scale = (float) (1 / Math.sqrt(meanSquare(start) + shape.config.normEpsilon()));
        for (int k = 0; k < width; k++) row[k] = stream[start + k] * scale * weight[k];
        input.rows.write(i, 0, row, 0, width);
      }
    }

    /// Of a row of the stream, in four sums that need not wait for each other.
    private double meanSquare(int start) {
      float first = 0;
      float second = 0;
      float third = 0;
      float fourth = 0;
      int k = start;
      for (; k + 3 < start + width; k += 4) {
        first += stream[k] * stream[k];
        second += stream[k + 1] * stream[k + 1];
        third += stream[k + 2] * stream[k + 2];
        fourth += stream[k + 3] * stream[k + 3];
      }
      for (; k < start + width; k++) first += stream[k] * stream[k];
      return ((double) first + second + third + fourth) / width;
    }

    private void keep(int depth) {
      if (!cache.keeps(depth)) return;
      for (int i = ends[lane]; i < ends[lane + 1]; i++)
        cache.keep(depth, cache.nextPlace(runs.get(i).slot()), stream, i * width);
    }
  }
}
