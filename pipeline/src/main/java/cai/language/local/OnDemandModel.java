package cai.language.local;

import cai.language.LanguageModel;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Supplier;

/// A language model that is opened when it is asked for the first time: a stage that takes over all
/// its results asks none. Every method of the port is passed on, so that none can be forgotten.
///
/// **Thread-safety**: one thread at a time.
final class OnDemandModel implements InvocationHandler {
  private final Supplier<LocalModel> opening;
  private final int rows;
  private Optional<Opened> opened = Optional.empty();

  private record Opened(LocalModel files, LanguageModel model) {}

  private OnDemandModel(Supplier<LocalModel> opening, int rows) {
    this.opening = opening;
    this.rows = rows;
  }

  /// @param rows sequences sampled at the same time
  static LanguageModel of(Supplier<LocalModel> opening, int rows) {
    return (LanguageModel)
        Proxy.newProxyInstance(
            LanguageModel.class.getClassLoader(),
            new Class<?>[] {LanguageModel.class},
            new OnDemandModel(opening, rows));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("close")) {
      close();
      return null;
    }
    Object target = method.getDeclaringClass() == Object.class ? this : model();
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private LanguageModel model() {
    if (opened.isEmpty()) {
      LocalModel files = opening.get();
      opened = Optional.of(new Opened(files, languageModel(files)));
    }
    return opened.get().model();
  }

  private LanguageModel languageModel(LocalModel files) {
    try {
      return files.languageModel(rows);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void close() {
    opened.ifPresent(one -> {
      one.model().close();
      one.files().close();
    });
    opened = Optional.empty();
  }
}
