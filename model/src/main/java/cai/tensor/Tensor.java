package cai.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// A dense array on the device, with the operations this project uses and no others. Names ending
/// in `InPlace` change the tensor; all others make a new one or a view. Belongs to a [TensorScope].
public final class Tensor implements AutoCloseable {
  private static final int BLOCK = 32; // columns of a block in `top`

  private final org.bytedeco.pytorch.Tensor handle;

  Tensor(org.bytedeco.pytorch.Tensor handle) {
    this.handle = handle;
  }

  org.bytedeco.pytorch.Tensor handle() {
    return handle;
  }

  // --- making -------------------------------------------------------------------------------

  /// Copies floats in row-major order.
  public static Tensor of(float[] values, long... shape) {
    Tensor made = empty(DType.FLOAT32, shape);
    made.requireElements(values.length);
    try (FloatPointer data = made.handle.data_ptr_float()) {
      data.put(values);
    }
    return made;
  }

  /// Copies integers (token ids, positions, row numbers) in row-major order.
  public static Tensor of(long[] values, long... shape) {
    Tensor made = empty(DType.INT64, shape);
    made.requireElements(values.length);
    try (LongPointer data = made.handle.data_ptr_long()) {
      data.put(values);
    }
    return made;
  }

  /// Copies ints as a vector of 64-bit integers.
  public static Tensor of(int[] values) {
    return of(values, values.length);
  }

  /// Copies ints as 64-bit integers.
  public static Tensor of(int[] values, long... shape) {
    return of(Arrays.stream(values).asLongStream().toArray(), shape);
  }

  /// Uninitialised memory.
  public static Tensor empty(DType type, long... shape) {
    return new Tensor(torch.empty(shape, options(type), null));
  }

  /// All zero.
  public static Tensor zeros(DType type, long... shape) {
    return new Tensor(torch.zeros(shape, options(type)));
  }

  private static TensorOptions options(DType type) {
    return new TensorOptions(type.scalarType);
  }

  private void requireElements(long count) {
    if (handle.numel() != count)
      throw new IllegalArgumentException(count + " values do not fill shape " + shapeText());
  }

  // --- looking ------------------------------------------------------------------------------

  /// Size of a dimension; negative counts from the end.
  public long size(int dimension) {
    return handle.size(dimension);
  }

  /// Number of dimensions.
  public int dimensions() {
    return (int) handle.dim();
  }

  /// Number of elements.
  public long elements() {
    return handle.numel();
  }

  /// Sizes of all dimensions.
  public long[] shape() {
    long[] shape = new long[dimensions()];
    for (int i = 0; i < shape.length; i++) shape[i] = size(i);
    return shape;
  }

  public DType type() {
    return DType.of(handle.scalar_type());
  }

  private String shapeText() {
    return Arrays.toString(shape());
  }

  /// The elements as floats in row-major order.
  public float[] floats() {
    var dense = handle.toType(DType.FLOAT32.scalarType).contiguous();
    float[] values = new float[Math.toIntExact(dense.numel())];
    try (FloatPointer data = dense.data_ptr_float()) {
      data.get(values);
    }
    return values;
  }

  /// The elements as integers in row-major order.
  public long[] longs() {
    var dense = handle.toType(DType.INT64.scalarType).contiguous();
    long[] values = new long[Math.toIntExact(dense.numel())];
    try (LongPointer data = dense.data_ptr_long()) {
      data.get(values);
    }
    return values;
  }

  /// The single element.
  public float item() {
    return handle.item_float();
  }

  /// The memory of a contiguous tensor, valid as long as the tensor lives.
  @SuppressWarnings("restricted")
  public MemorySegment memory() {
    if (!handle.is_contiguous())
      throw new IllegalStateException("memory of a view of shape " + shapeText());
    try (BytePointer data = new BytePointer(handle.data_ptr())) {
      return MemorySegment.ofAddress(data.address())
          .reinterpret(handle.numel() * handle.element_size());
    }
  }

  // --- shape --------------------------------------------------------------------------------

  public Tensor view(long... shape) {
    return new Tensor(handle.view(shape));
  }

  public Tensor reshape(long... shape) {
    return new Tensor(handle.reshape(shape));
  }

  public Tensor transpose(int first, int second) {
    return new Tensor(handle.transpose(first, second));
  }

  public Tensor permute(long... order) {
    return new Tensor(handle.permute(order));
  }

  public Tensor expand(long... shape) {
    return new Tensor(handle.expand(shape));
  }

  public Tensor unsqueeze(int dimension) {
    return new Tensor(handle.unsqueeze(dimension));
  }

  public Tensor contiguous() {
    return new Tensor(handle.contiguous());
  }

  /// The part of a dimension that starts at `from` and is `length` long, as a view.
  public Tensor narrow(int dimension, long from, long length) {
    return new Tensor(handle.narrow(dimension, from, length));
  }

  /// Rows, columns ... chosen by number, copied.
  public Tensor select(int dimension, Tensor numbers) {
    return new Tensor(handle.index_select(dimension, numbers.handle));
  }

  /// `result[i, j] = this[i, column[i, j]]`.
  public Tensor gather(int dimension, Tensor column) {
    return new Tensor(handle.gather(dimension, column.handle));
  }

  /// This tensor with rows of zeros appended, up to `fewest` rows. **Shape**: [rows, width] gives
  /// [fewest or more, width].
  public Tensor filledUp(long fewest) {
    long count = size(0);
    if (count >= fewest) return this;
    return concatenate(List.of(this, zeros(type(), fewest - count, size(1))), 0);
  }

  public static Tensor concatenate(List<Tensor> parts, int dimension) {
    var vector = new TensorVector(parts.size());
    for (int i = 0; i < parts.size(); i++) vector.put(i, parts.get(i).handle);
    return new Tensor(torch.cat(vector, dimension));
  }

  /// Converted to a type; the same tensor where it has that type.
  public Tensor to(DType type) {
    return new Tensor(handle.toType(type.scalarType));
  }

  // --- arithmetic ---------------------------------------------------------------------------

  public Tensor add(Tensor other) {
    return new Tensor(handle.add(other.handle));
  }

  public Tensor add(double number) {
    return new Tensor(handle.add(new Scalar(number)));
  }

  public Tensor sub(Tensor other) {
    return new Tensor(handle.sub(other.handle));
  }

  public Tensor mul(Tensor other) {
    return new Tensor(handle.mul(other.handle));
  }

  public Tensor mul(double number) {
    return new Tensor(handle.mul(new Scalar(number)));
  }

  /// `this + share * (goal - this)`.
  public Tensor towards(Tensor goal, Tensor share) {
    return new Tensor(handle.lerp(goal.handle, share.handle));
  }

  public Tensor neg() {
    return new Tensor(handle.neg());
  }

  public Tensor exp() {
    return new Tensor(handle.exp());
  }

  public Tensor reciprocal() {
    return new Tensor(handle.reciprocal());
  }

  public Tensor square() {
    return new Tensor(handle.square());
  }

  public Tensor clamp(double low, double high) {
    return new Tensor(
        torch.clamp(
            handle, new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high))));
  }

  public Tensor minimum(Tensor other) {
    return new Tensor(torch.minimum(handle, other.handle));
  }

  /// 1 where this is greater than the other, else 0.
  public Tensor greaterThan(Tensor other) {
    return new Tensor(handle.gt(other.handle));
  }

  public Tensor maximum(Tensor other) {
    return new Tensor(torch.maximum(handle, other.handle));
  }

  public Tensor sum() {
    return new Tensor(handle.sum());
  }

  public Tensor sum(int dimension) {
    return new Tensor(handle.sum(new long[] {dimension}, false, new ScalarTypeOptional()));
  }

  public Tensor argmax(int dimension) {
    return new Tensor(handle.argmax(new LongOptional(dimension), false));
  }

  // --- networks -----------------------------------------------------------------------------

  /// `this * weight^T`, over the last dimension. **Shape**: weight [out, in].
  public Tensor linear(Tensor weight) {
    return new Tensor(torch.linear(handle, weight.handle));
  }

  /// `this * vector`. **Shape**: [out, in] by [in] gives [out].
  public Tensor matrixVector(Tensor vector) {
    return new Tensor(handle.mv(vector.handle));
  }

  public Tensor matmul(Tensor other) {
    return new Tensor(handle.matmul(other.handle));
  }

  /// Rows of this embedding. **Shape**: [vocab, width] by [..] gives [.., width].
  public Tensor embed(Tensor ids) {
    return new Tensor(torch.embedding(handle, ids.handle));
  }

  /// Root-mean-square norm over the last dimension, times `weight`.
  public Tensor rmsNorm(Tensor weight, double epsilon) {
    return new Tensor(
        torch.rms_norm(
            handle,
            new long[] {weight.elements()},
            new TensorOptional(weight.handle),
            new DoubleOptional(epsilon)));
  }

  public Tensor silu() {
    return new Tensor(torch.silu(handle));
  }

  public Tensor siluInPlace() {
    torch.silu_(handle);
    return this;
  }

  /// `log(sigmoid(this))`, stable at both ends.
  public Tensor logSigmoid() {
    return new Tensor(torch.log_sigmoid(handle));
  }

  public Tensor softmax(int dimension) {
    return new Tensor(torch.softmax(handle, dimension));
  }

  public Tensor logSoftmax(int dimension) {
    return new Tensor(torch.log_softmax(handle, dimension));
  }

  public Tensor logSumExp(int dimension) {
    return new Tensor(torch.logsumexp(handle, dimension));
  }

  /// The largest values of the last dimension and where they are.
  public record Top(Tensor values, Tensor indices) {}

  /// The `count` largest of each row, largest first. **Shape**: [rows, columns].
  ///
  /// The largest values of a long row lie in the `count` blocks of columns with the largest maxima,
  /// so only these blocks are sorted.
  public Top top(long count) {
    long rows = size(0);
    long blocks = size(1) / BLOCK;
    if (size(1) % BLOCK != 0 || blocks < 2 * count) return sorted(count);
    Tensor byBlock = view(rows, blocks, BLOCK);
    Tensor chosen =
        new Tensor(torch.amax(byBlock.handle, new long[] {2}, false)).sorted(count).indices();
    Tensor candidates =
        byBlock.gather(1, chosen.unsqueeze(2).expand(rows, count, BLOCK)).view(rows, count * BLOCK);
    Top top = candidates.sorted(count);
    var width = new Scalar(BLOCK);
    Tensor block = new Tensor(top.indices.handle.floor_divide(width));
    var within = new Tensor(top.indices.handle.remainder(width));
    Tensor first = new Tensor(chosen.gather(1, block).handle.mul(width));
    return new Top(top.values, first.add(within));
  }

  private Top sorted(long count) {
    T_TensorTensor_T both = torch.topk(handle, count, -1, true, true);
    return new Top(new Tensor(both.get0()), new Tensor(both.get1()));
  }

  // --- in place -----------------------------------------------------------------------------

  public Tensor addInPlace(Tensor other) {
    handle.add_(other.handle);
    return this;
  }

  /// `this += factor * other`.
  public Tensor addInPlace(Tensor other, double factor) {
    handle.add_(other.handle, new Scalar(factor));
    return this;
  }

  public Tensor subInPlace(Tensor other) {
    handle.sub_(other.handle);
    return this;
  }

  public Tensor mulInPlace(Tensor other) {
    handle.mul_(other.handle);
    return this;
  }

  public Tensor mulInPlace(double factor) {
    handle.mul_(new Scalar(factor));
    return this;
  }

  /// `this += factor * first * second`.
  public Tensor addProductInPlace(Tensor first, Tensor second, double factor) {
    handle.addcmul_(first.handle, second.handle, new Scalar(factor));
    return this;
  }

  /// Copies the elements of another tensor of the same shape.
  public Tensor copyInPlace(Tensor other) {
    handle.copy_(other.handle);
    return this;
  }

  /// Replaces the rows of the given numbers. **Shape**: numbers [count], rows [count, ..].
  public Tensor copyRowsInPlace(Tensor numbers, Tensor rows) {
    handle.index_copy_(0, numbers.handle, rows.handle);
    return this;
  }

  /// Replaces the elements at the given places, counted in row-major order. **Shape**: places
  /// [count], values [count].
  public Tensor putInPlace(Tensor places, Tensor values) {
    handle.put_(places.handle, values.handle.reshape(-1));
    return this;
  }

  // --- gradients ----------------------------------------------------------------------------

  /// Marks a leaf as trained: operations on it are recorded in a training scope.
  public Tensor trained(boolean trained) {
    handle.set_requires_grad(trained);
    return this;
  }

  /// The same values without a record of how they were computed.
  public Tensor detach() {
    return new Tensor(handle.detach());
  }

  /// Adds this scalar's gradient to every trained leaf it depends on.
  public void backward() {
    handle.backward();
  }

  /// Continues backward from a given gradient of this tensor.
  public void backward(Tensor gradient) {
    handle.backward(gradient.handle, new BoolOptional(false), false, new TensorArrayRefOptional());
  }

  /// Whether a gradient has been accumulated.
  public boolean hasGradient() {
    return handle.grad().defined();
  }

  /// The accumulated gradient of a leaf.
  public Tensor gradient() {
    var gradient = handle.grad();
    if (!gradient.defined()) throw new IllegalStateException("no gradient on " + shapeText());
    return new Tensor(gradient);
  }

  /// Forgets the accumulated gradient and frees its memory.
  public void clearGradient() {
    handle.mutable_grad().reset();
  }

  /// Frees a tensor that was kept outside all scopes.
  @Override
  public void close() {
    handle.close();
  }
}
