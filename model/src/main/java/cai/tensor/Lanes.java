package cai.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.global.torch;

/// Threads, one for each core or hardware thread, which compute side by side without talking to
/// each other: inside a lane every operation is single-threaded. Work is cut where it needs no sum
/// across lanes, so that results do not depend on which lane does what.
///
/// LibTorch's own way, many threads inside each small operation, makes two pools (OpenMP's and
/// OpenBLAS's) wait for each other: its fused attention calls OpenBLAS from inside an OpenMP
/// region. So OpenBLAS is given one thread by the variable OPENBLAS_NUM_THREADS, which the launcher
/// and the tests set; with more, everything is right but slow.
public final class Lanes {
  private static final HardwareThreads HARDWARE = HardwareThreads.current();
  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(HARDWARE.threads(), Lanes::thread);
  private static final int ROWS = 128;
  private static final int WIDTH = 768;
  private static final int PRODUCTS = 100; // a tenth of a second and less
  private static volatile int count; // 0 before the pool is prepared
  private static volatile int settled; // 0 where nothing was measured before

  private Lanes() {}

  /// How many there are: what suits the machine, by measurement where there is a choice.
  public static int count() {
    if (count == 0) prepare();
    return count;
  }

  /// Whether how many suit the machine has to be measured.
  public static boolean isMeasured() {
    return HARDWARE.cores() != HARDWARE.threads();
  }

  /// Takes a number that was measured before, where the lanes are not in use yet and the machine
  /// has so many.
  public static void settle(int lanes) {
    if (lanes == HARDWARE.cores() || lanes == HARDWARE.threads()) settled = lanes;
  }

  /// Where one of equal parts begins; the part behind the last begins at the end.
  ///
  /// @param all rows or columns that are parted
  public static long begin(long all, int part, int parts) {
    return all * part / parts;
  }

  /// Does tasks 0 to `count - 1`, each once, each in a scope of its own without gradients, and
  /// returns when all are done. Tasks must not start tasks.
  public static synchronized void each(int count, IntConsumer task) {
    prepare();
    each(Math.min(Lanes.count, count), count, task);
  }

  /// A part of a work that lanes do together.
  @FunctionalInterface
  public interface Part {
    /// @param lane its number
    /// @param others where it waits for the others
    void run(int lane, SpinBarrier others);
  }

  /// Does the parts 0 to `count - 1` of a work, all at the same time, each in a scope of its own
  /// without gradients, and returns when all are done.
  ///
  /// @param count of lanes that take part, at most all
  public static synchronized void together(int count, Part part) {
    prepare();
    if (count > Lanes.count)
      throw new IllegalArgumentException(count + " parts for " + Lanes.count + " lanes");
    var others = new SpinBarrier(count);
    each(
        count,
        count,
        lane -> {
          try {
            part.run(lane, others);
          } catch (RuntimeException | Error e) {
            others.abandon();
            throw e;
          }
        });
  }

  private static void each(int lanes, int count, IntConsumer task) {
    var next = new AtomicInteger();
    var running = new ArrayList<Future<?>>();
    for (int lane = 0; lane < lanes; lane++)
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
          if (failure == null || failure instanceof CancellationException) failure = e.getCause();
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
  private static synchronized void prepare() {
    if (count > 0) return;
    int threads = torch.get_num_threads();
    var ready = new CountDownLatch(HARDWARE.threads());
    var running = new ArrayList<Future<?>>();
    for (int lane = 0; lane < HARDWARE.threads(); lane++)
      running.add(
          POOL.submit(() -> {
            torch.get_num_threads(); // the first asking, after which 1 stays
            torch.set_num_threads(1);
            ready.countDown();
            ready.await(); // so that each thread of the pool takes one of these
            return null;
          }));
    finish(running);
    count = settled > 0 ? settled : HARDWARE.best(Lanes::speed);
    torch.set_num_threads(Math.min(threads, count));
  }

  /// Matrix products a second.
  private static double speed(int lanes) {
    long start = System.nanoTime();
    each(lanes, lanes, _ -> products());
    return lanes * PRODUCTS / (double) (System.nanoTime() - start);
  }

  private static void products() {
    Tensor rows = Tensor.zeros(DType.FLOAT32, ROWS, WIDTH);
    Tensor weight = Tensor.zeros(DType.FLOAT32, WIDTH, WIDTH);
    for (int i = 0; i < PRODUCTS; i++)
      try (var _ = TensorScope.inference()) {
        rows.linear(weight);
      }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "lane");
    thread.setDaemon(true);
    return thread;
  }
}
