package cai.transformer.sampling;

import cai.tensor.DType;
import cai.tensor.Lanes;
import cai.tensor.SpinBarrier;
import cai.tensor.Tensor;
import cai.tensor.TensorRows;
import cai.tensor.TensorScope;
import cai.transformer.ModelConfig;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.TokenRun;
import cai.transformer.reading.RowSplit;
import cai.transformer.weights.DecoderWeights;
import cai.transformer.weights.FrozenBlock;
import cai.transformer.weights.Rotary;
import cai.transformer.weights.SplitWeight;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A sampling step whose products are shared by lanes: each lane computes some columns of every
/// product for all rows, so that the weights, which are most of what a step reads, are read once
/// and not once by each lane. Attention is split by rows. Lanes wait for each other four times in a
/// layer.
///
/// The residual stream, its norms and the rounding of what is multiplied are so little work that
/// every lane does them in Java for all rows: that is faster than to wait for another lane's rows.
///
/// **Source**: splitting the products of a block in this way is known as tensor parallelism
/// (Shoeybi et al. 2019, section 3).
final class SharedStep {
  private final ModelConfig config;
  private final DType type; // of products
  private final Rotary rotary;
  private final KeyValueCache cache;
  private final List<TokenRun> runs;
  private final int[] ends; // first row of each lane, and last the number of rows
  private final SharedRows
      heads; // queries, keys and values // [rows, (heads + 2 pairs) * headWidth]
  private final SharedRows mixed; // [rows, heads * headWidth]
  private final SharedRows output; // [rows, width]
  private final List<SharedRows> sums; // of each slice of a feed-forward layer // [rows, width]

  /// @param runs one token for each of some neighbouring slots
  SharedStep(DecoderWeights weights, KeyValueCache cache, List<TokenRun> runs, int lanes) {
    config = weights.config();
    type = weights.arithmetic().products();
    rotary = weights.rotary();
    this.cache = cache;
    this.runs = runs;
    ends = RowSplit.equal(runs.size(), lanes);
    int pairs = config.keyValueHeads();
    heads = shared((config.heads() + 2 * pairs) * config.headWidth());
    mixed = shared(config.heads() * config.headWidth());
    output = shared(config.width());
    sums = Stream.generate(() -> shared(config.width())).limit(lanes).toList();
  }

  /// A matrix that products read or write, and its memory for Java.
  private record SharedRows(Tensor tensor, TensorRows rows) {
    static SharedRows of(Tensor tensor) {
      return new SharedRows(tensor, TensorRows.of(tensor));
    }
  }

  private SharedRows shared(int width) {
    return SharedRows.of(Tensor.empty(type, runs.size(), width));
  }

  /// Takes the tokens through the blocks.
  ///
  /// @param embedded embeddings of the tokens, fp32 // [rows, width]
  /// @return the residual stream after the last block // [rows, width]
  Tensor through(List<FrozenBlock> blocks, Tensor embedded) {
    Tensor after = Tensor.empty(DType.FLOAT32, embedded.shape());
    Lanes.together(
        ends.length - 1,
        (lane, others) -> {
          float[] stream = embedded.floats();
          new Lane(lane, stream, others).through(blocks);
          if (lane == 0)
            TensorRows.of(after.view(stream.length)).write(0, 0, stream, 0, stream.length);
        });
    return after;
  }

  /// The work of one lane.
  private final class Lane {
    private final int width = config.width();
    private final int lane;
    private final float[] stream; // of all rows // [rows * width]
    private final SpinBarrier others;
    private final SharedRows input = shared(width); // the rows that a product multiplies
    private final Optional<StepAttention> attention; // of the lane's rows; empty where it has none
    private final float[] row = new float[width];
    private final float[] weight = new float[width];

    Lane(int lane, float[] stream, SpinBarrier others) {
      this.lane = lane;
      this.stream = stream;
      this.others = others;
      attention =
          ends[lane] == ends[lane + 1]
              ? Optional.empty()
              : Optional.of(
                  new StepAttention(
                      config, rotary, cache, runs.subList(ends[lane], ends[lane + 1])));
    }

    void through(List<FrozenBlock> blocks) {
      for (int layer = 0; layer < blocks.size(); layer++) {
        try (var _ = TensorScope.inference()) {
          through(blocks.get(layer), layer);
        }
        keep(layer + 1);
      }
    }

    private void through(FrozenBlock block, int layer) {
      normalize(block.attentionNorm());
      multiply(block.queriesKeysValues().weight(), input, heads);
      others.await();
      attention.ifPresent(own -> own.attend(layer, heads.rows, mixed.rows, ends[lane]));
      others.await();
      multiply(block.output().weight(), mixed, output);
      others.await();
      add(output);
      normalize(block.feedForwardNorm());
      copy(block.feedForward().ofSlice(lane, input.tensor), sums.get(lane), 0);
      others.await();
      sums.forEach(this::add);
    }

    /// Computes the lane's columns of a product.
    private void multiply(SplitWeight weights, SharedRows from, SharedRows into) {
      copy(weights.products(from.tensor, lane), into, weights.ends()[lane]);
    }

    private void copy(Tensor columns, SharedRows into, int first) {
      TensorRows made = TensorRows.of(columns);
      for (int i = 0; i < runs.size(); i++) into.rows.copy(i, first, made, i);
    }

    private void add(SharedRows term) {
      for (int i = 0; i < runs.size(); i++) term.rows.add(i, stream, i * width);
    }

    /// Writes the normalised residual stream into `input`.
    ///
    /// @param norm weight of the norm // [width]
    private void normalize(Tensor norm) {
      TensorRows.of(norm).read(0, 0, weight, 0, width);
      for (int i = 0; i < runs.size(); i++) {
        int start = i * width;
        float scale = (float) (1 / Math.sqrt(meanSquare(start) + config.normEpsilon()));
        for (int k = 0; k < width; k++) row[k] = stream[start + k] * scale * weight[k];
        input.rows.write(i, 0, row, 0, width);
      }
    }

    /// Mean of the squares of a row of the stream, in four sums that need not wait for each other.
    ///
    /// @param start index of the row's first number
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

    /// Keeps the residual stream of the lane's rows after the first `depth` layers, where that is
    /// wanted.
    private void keep(int depth) {
      if (!cache.keeps(depth)) return;
      for (int i = ends[lane]; i < ends[lane + 1]; i++)
        cache.keep(depth, cache.nextPlace(runs.get(i).slot()), stream, i * width);
    }
  }
}
