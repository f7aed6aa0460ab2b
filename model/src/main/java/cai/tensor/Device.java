package cai.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/// The processor that computes.
public final class Device {
  private Device() {}

  /// Number of threads that one operation uses.
  public static int threads() {
    return torch.get_num_threads();
  }

  /// Sets the number of threads that one operation uses, in the calling thread and in threads that
  /// begin later.
  public static void setThreads(int threads) {
    torch.set_num_threads(threads);
  }

  /// Version and build of the native library.
  public static String library() throws java.io.IOException {
    return "LibTorch " + Loader.getVersion("org.bytedeco", "pytorch");
  }
}
