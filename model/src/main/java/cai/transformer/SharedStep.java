package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Lanes;
import cai.tensor.Meeting;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.Optional;

/// One new token of each of many sequences, by lanes that share every product: each has a part of
/// every weight for all rows, so that the weights, which are most of what such a step reads, are
/// read once and not by each lane. What looks at one token at a time is parted by rows. Lanes wait
/// for each other six times in a layer.
///
/// **Source**: parting the products of a block in this way is known as tensor parallelism (Shoeybi
/// et al. 2019, section 3).
final class SharedStep {
  private final Rotary rotary;
  private final KeyValueCache cache;
  private final List<TokenRun> runs;
  private final int[] ends; // rows of each lane
  private final Tensor stream; // [rows, width]
  private final Tensor input; // of a product, rounded // [rows, width]
  private final Tensor heads; // queries, keys and values // [rows, (heads + 2 pairs) * headWidth]
  private final Tensor mixed; // [rows, heads * headWidth]
  private final Tensor output; // [rows, width]
  private final Tensor sums; // of the parts of feed-forward layers // [parts, rows, width]

  /// @param runs one token for each of some neighbouring slots
  /// @param stream their embeddings, which become the residual stream // [rows, width]
  SharedStep(Shape shape, Rotary rotary, KeyValueCache cache, List<TokenRun> runs, Tensor stream) {
    this.rotary = rotary;
    this.cache = cache;
    this.runs = runs;
    this.stream = stream;
    ends = LaneParts.equal(runs.size(), shape.lanes);
    ModelConfig config = shape.config;
    long rows = runs.size();
    long width = config.width();
    long mixedWidth = (long) config.heads() * config.headWidth();
    long pairs = (long) config.keyValueHeads() * config.headWidth();
    input = Tensor.empty(shape.type, rows, width);
    heads = Tensor.empty(shape.type, rows, mixedWidth + 2 * pairs);
    mixed = Tensor.empty(shape.type, rows, mixedWidth);
    output = Tensor.empty(shape.type, rows, width);
    sums = Tensor.empty(shape.type, shape.lanes, rows, width);
  }

  /// @param type of products
  record Shape(ModelConfig config, DType type, int lanes) {}

  /// Whether lanes can share the products of these blocks, for these runs.
  static boolean suits(List<Block> blocks, KeyValueCache cache, List<TokenRun> runs) {
    return LaneParts.sharing() > 1
        && Pass.isStep(cache, runs)
        && blocks.stream().allMatch(block -> block.parts().isSharedBy(LaneParts.sharing()));
  }

  /// Takes the tokens through the blocks, and returns their residual stream.
  Tensor through(List<Block> blocks) {
    Lanes.together(ends.length - 1, (lane, others) -> through(blocks, lane, others));
    return stream;
  }

  private void through(List<Block> blocks, int lane, Meeting others) {
    int rows = ends[lane + 1] - ends[lane];
    Optional<Pass> own =
        rows == 0
            ? Optional.empty()
            : Optional.of(Pass.of(cache, runs.subList(ends[lane], ends[lane + 1]), rotary));
    for (int layer = 0; layer < blocks.size(); layer++) {
      try (var _ = TensorScope.inference()) {
        new Layer(blocks.get(layer), layer, lane, own).run(others);
      }
    }
  }

  /// A layer for a lane.
  ///
  /// @param own the pass of the lane's rows, if it has any
  private final class Layer {
    private final Block block;
    private final Block.Parts parts;
    private final int number;
    private final int lane;
    private final Optional<Pass> own;

    Layer(Block block, int number, int lane, Optional<Pass> own) {
      this.block = block;
      this.parts = block.parts();
      this.number = number;
      this.lane = lane;
      this.own = own;
    }

    void run(Meeting others) {
      own.ifPresent(_ -> rows(input).copyInPlace(block.attentionInput(rows(stream))));
      others.await();
      parts.queriesKeysValues().packed().into(heads, input, lane);
      others.await();
      own.ifPresent(this::attend);
      others.await();
      parts.output().packed().into(output, mixed, lane);
      others.await();
      own.ifPresent(_ -> {
        rows(stream).addInPlace(rows(output));
        rows(input).copyInPlace(block.feedForwardInput(rows(stream)));
      });
      others.await();
      sum(lane).copyInPlace(parts.feedForward().ofPart(lane, input));
      others.await();
      own.ifPresent(this::add);
    }

    private void attend(Pass pass) {
      Tensor queries = block.writtenOf(rows(heads), rotary, cache, number, pass);
      rows(mixed).copyInPlace(block.mixed(queries, cache, number, pass));
    }

    private void add(Pass pass) {
      Tensor ownStream = rows(stream);
      for (int part = 0; part < ends.length - 1; part++) ownStream.addInPlace(rows(sum(part)));
      cache.keep(number + 1, pass.places(), ownStream);
    }

    private Tensor rows(Tensor all) {
      return all.narrow(0, ends[lane], ends[lane + 1] - ends[lane]);
    }
  }

  private Tensor sum(int part) {
    return sums.narrow(0, part, 1).view(runs.size(), stream.size(1));
  }
}
