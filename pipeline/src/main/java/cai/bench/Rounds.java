package cai.bench;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// One operation on several threads, in rounds that begin and end on all threads together: only
/// then do the threads compete for memory during the whole round.
final class Rounds {
  private static final long NANOS = 800_000_000L;

  private final int threads;
  private final CyclicBarrier barrier;
  private long begun; // start of the first round; the barrier makes these fields visible to all
  private long last;
  private double amount;
  private double best;
  private boolean over;

  Rounds(int threads) {
    this.threads = threads;
    barrier = new CyclicBarrier(threads, this::between);
  }

  /// Runs a thread's part on each thread, which prepares itself and then calls [#repeat].
  ///
  /// @return the highest amount per second of a round, all threads together
  double best(Runnable part) {
    try (var pool = Executors.newFixedThreadPool(threads)) {
      Callable<Object> task = Executors.callable(part);
      for (var done : IntStream.range(0, threads).mapToObj(_ -> pool.submit(task)).toList())
        done.get();
      return best;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the machine could not be measured", e);
    }
  }

  /// @param amount that one thread does in one round
  void repeat(double amount, Runnable operation) {
    this.amount = amount;
    await();
    while (!over) {
      operation.run();
      await();
    }
  }

  private void await() {
    try {
      // Without a limit a thread that fails would leave the others waiting for ever.
      barrier.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("the machine could not be measured", e);
    }
  }

  private void between() {
    long now = System.nanoTime();
    if (last == 0) begun = now;
    else best = Math.max(best, threads * amount * 1e9 / (now - last));
    over = now - begun > NANOS;
    last = now;
  }
}
