package cai.tensor;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/// Where lanes that do one work together wait for each other, hundreds of times in some
/// milliseconds: they spin, because to sleep and to be woken takes longer than most of their steps.
/// A lane that waits long gives its core to others in between.
///
/// **Thread-safety**: made for exactly as many threads as take part.
public final class SpinBarrier {
  private static final int SPINS = 20_000; // some tens of microseconds

  private final int lanes;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int round;
  private volatile boolean broken;

  SpinBarrier(int lanes) {
    this.lanes = lanes;
  }

  /// Returns when all have come here equally often. What each has written before is then seen by
  /// all.
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

  /// Frees those who wait for a lane that will not come.
  void abandon() {
    broken = true;
  }
}
