package cai.tensor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Type;

/// An operator of LibTorch for which its Java bindings have no method, called through LibTorch's
/// dispatcher.
final class Operator {
  private final OperatorHandle handle;
  private final Map<Integer, Type.TypePtr> elements = new ConcurrentHashMap<>(); // by argument

  /// @param name with its namespace, such as `aten::add`
  Operator(String name) {
    this(name, "");
  }

  /// @param overload which of several of that name
  Operator(String name, String overload) {
    handle = Dispatcher.singleton().findSchemaOrThrow(name, overload);
    handle.retainReference(); // it outlives the scope it was looked up in
  }

  /// Calls it.
  ///
  /// @param arguments all of them, in the order of its schema; an empty value is `None`
  /// @return its results, which belong to the current scope
  List<Tensor> call(int results, IValue... arguments) {
    try (var stack = new IValueVector(arguments)) {
      handle.callBoxed(stack);
      var tensors = new Tensor[results];
      // A copy of the handle, because the stack's own goes with the stack.
      for (int i = 0; i < results; i++)
        tensors[i] = new Tensor(new org.bytedeco.pytorch.Tensor(stack.get(i).toTensor()));
      return List.of(tensors);
    }
  }

  /// Calls one whose result is an object of LibTorch's own, which belongs to no scope.
  IValue object(IValue... arguments) {
    try (var stack = new IValueVector(arguments)) {
      handle.callBoxed(stack);
      var object = new IValue(stack.get(0));
      object.retainReference();
      return object;
    }
  }

  /// Calls one that has no result.
  void run(IValue... arguments) {
    call(0, arguments);
  }

  /// An empty list that fits an argument of list type.
  GenericList list(int argument) {
    return new GenericList(elements.computeIfAbsent(argument, this::elements));
  }

  /// The type of a list's elements. Each time LibTorch is asked for it, some kilobytes are never
  /// freed, so it is asked once.
  private Type.TypePtr elements(int argument) {
    Type.TypePtr type =
        handle.schema().arguments().getPointer(argument).type().get().containedType(0);
    type.retainReference();
    return type;
  }
}
