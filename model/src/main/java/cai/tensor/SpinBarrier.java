package cai.tensor;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/// A barrier for lanes that do one task together and wait for each other hundreds of times in a few
/// milliseconds. They spin, because to sleep and to be woken takes longer than most of their steps.
/// A lane that waits long offers its core to other threads in between.
///
/// **Thread-safety**: for exactly the threads that it was made for.
public final class SpinBarrier {
  private static final int SPINS = 20_000; // some tens of microseconds

  private final int lanes;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int round;
  private volatile boolean broken;

  SpinBarrier(int lanes) {
    this.lanes = lanes;
  }

  /// Waits until all lanes have called this method equally often. What each lane wrote before is
  /// then visible to all.
  public void await() {
    int now = round;
    if (arrived.incrementAndGet() == lanes) {
      arrived.set(0);
      round = now + 1;
      return;
    }
    for (int spins = 0; round == now; spins++) {
      if (broken) throw new CancellationException("another lane has failed");
      if (spins < SPINS) Thread.onSpinWait();
      else Thread.yield();
    }
  }

  /// Makes all waiting lanes fail, because a lane has failed and will not arrive.
  void abandon() {
    broken = true;
  }
}
