package cai.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.global.torch;

/// One thread for each core, which compute side by side without talking to each other: inside a
/// lane every operation is single-threaded. Work is cut where it needs no sum across lanes, so that
/// results do not depend on which lane does what.
///
/// LibTorch's own way, many threads inside each small operation, makes two pools (OpenMP's and
/// OpenBLAS's) wait for each other: its fused attention calls OpenBLAS from inside an OpenMP
/// region. So OpenBLAS is given one thread by the variable OPENBLAS_NUM_THREADS, which the launcher
/// and the tests set; with more, everything is right but slow.
public final class Lanes {
  private static final int COUNT = Runtime.getRuntime().availableProcessors();
  private static final ExecutorService POOL = Executors.newFixedThreadPool(COUNT, Lanes::thread);
  private static boolean prepared;

  private Lanes() {}

  /// How many there are.
  public static int count() {
    return COUNT;
  }

  /// Does tasks 0 to `count - 1`, each once, each in a scope of its own without gradients, and
  /// returns when all are done. Tasks must not start tasks.
  public static synchronized void each(int count, IntConsumer task) {
    prepare();
    var next = new AtomicInteger();
    var running = new ArrayList<Future<?>>();
    for (int lane = 0; lane < Math.min(COUNT, count); lane++)
      running.add(POOL.submit(() -> takeTurns(next, count, task)));
    finish(running);
  }

  private static void takeTurns(AtomicInteger next, int count, IntConsumer task) {
    for (int one = next.getAndIncrement(); one < count; one = next.getAndIncrement()) {
      try (var _ = TensorScope.inference()) {
        task.accept(one);
      } catch (RuntimeException | Error e) {
        next.set(count); // what is left would be thrown away
        throw e;
      }
    }
  }

  private static void finish(List<Future<?>> running) {
    Throwable failure = null;
    boolean interrupted = false;
    for (Future<?> lane : running) {
      while (true) {
        try {
          lane.get();
          break;
        } catch (InterruptedException e) {
          interrupted = true; // tensors are in use until the lane is done
        } catch (ExecutionException e) {
          failure = e.getCause();
          break;
        }
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    if (failure instanceof RuntimeException e) throw e;
    if (failure instanceof Error e) throw e;
  }

  /// LibTorch gives a thread the number of threads per operation that is in force when the thread
  /// first asks; what is set after that is the thread's own, and in force for threads that begin
  /// later. So each lane asks, then sets 1; last, what was in force before is set again.
  private static void prepare() {
    if (prepared) return;
    int threads = torch.get_num_threads();
    var ready = new CountDownLatch(COUNT);
    var running = new ArrayList<Future<?>>();
    for (int lane = 0; lane < COUNT; lane++)
      running.add(
          POOL.submit(() -> {
            torch.get_num_threads(); // the first asking, after which 1 stays
            torch.set_num_threads(1);
            ready.countDown();
            ready.await(); // so that each thread of the pool takes one of these
            return null;
          }));
    finish(running);
    torch.set_num_threads(threads);
    prepared = true;
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "lane");
    thread.setDaemon(true);
    return thread;
  }
}
