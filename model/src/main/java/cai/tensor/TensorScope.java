package cai.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;

/// The owner of all tensors made on this thread while it is open; closing frees them. Scopes nest
/// and are closed in reverse order, which try-with-resources does by itself.
///
/// **Thread-safety**: a scope belongs to the thread that opened it.
public final class TensorScope implements AutoCloseable {
  private final PointerScope scope;
  private final boolean gradientBefore;
  private final List<Tensor> kept = new ArrayList<>();

  private TensorScope(boolean gradient) {
    gradientBefore = GradMode.is_enabled();
    GradMode.set_enabled(gradient);
    scope = new PointerScope();
  }

  /// A scope in which nothing is recorded for gradients.
  public static TensorScope inference() {
    return new TensorScope(false);
  }

  /// A scope in which operations on trained tensors are recorded for [Tensor#backward].
  public static TensorScope training() {
    return new TensorScope(true);
  }

  /// Hands a tensor to the surrounding scope, or to nobody but its own [Tensor#close] where there
  /// is none.
  public Tensor keep(Tensor tensor) {
    tensor.handle().retainReference();
    kept.add(tensor);
    return tensor;
  }

  /// Hands a tensor to nobody but its own [Tensor#close].
  public Tensor keepForGood(Tensor tensor) {
    tensor.handle().retainReference();
    return tensor;
  }

  @Override
  public void close() {
    scope.close();
    GradMode.set_enabled(gradientBefore);
    PointerScope outer = PointerScope.getInnerScope();
    if (outer == null) return;
    for (Tensor tensor : kept) {
      outer.attach(tensor.handle());
      tensor.handle().releaseReference();
    }
  }
}
