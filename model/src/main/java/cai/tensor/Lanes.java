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

/// A pool of threads, one for each core or hardware thread, each of which runs whole tasks: inside
/// a lane every operation is single-threaded. Work is split where no sum crosses lanes, so that
/// results do not depend on which lane does what.
///
/// LibTorch by itself runs each small operation on many threads, and then two pools, of OpenMP and
/// of OpenBLAS, wait for each other: fused attention calls OpenBLAS from inside an OpenMP region.
/// So OpenBLAS gets one thread by the variable OPENBLAS_NUM_THREADS, which the launcher and the
/// tests set; with more threads results are the same and everything is slow.
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

  /// The number of lanes: what suits the machine, found by measurement where there is a choice.
  public static int count() {
    if (count == 0) prepare();
    return count;
  }

  /// Whether the number of lanes that suits the machine has to be measured.
  public static boolean isMeasured() {
    return HARDWARE.cores() != HARDWARE.threads();
  }

  /// Sets the number of lanes to one that was measured before. Has no effect once lanes are in use,
  /// or where the machine has neither that number of cores nor that number of hardware threads.
  public static void settle(int lanes) {
    if (lanes == HARDWARE.cores() || lanes == HARDWARE.threads()) settled = lanes;
  }

  /// The index at which a part of an equal split begins; the end where `part` equals `parts`.
  ///
  /// @param all number of rows or columns that are split
  public static long begin(long all, int part, int parts) {
    return all * part / parts;
  }

  /// Runs tasks 0 to `count - 1`, each in a scope of its own without gradients, and returns when
  /// all are done. Tasks must not start tasks.
  public static synchronized void each(int count, IntConsumer task) {
    prepare();
    each(Math.min(Lanes.count, count), count, task);
  }

  /// A task that several lanes do together.
  @FunctionalInterface
  public interface SharedTask {
    /// @param lane number of the lane
    /// @param others barrier at which the lane waits for the others
    void run(int lane, SpinBarrier others);
  }

  /// Runs one task on lanes 0 to `count - 1` at the same time, each in a scope of its own without
  /// gradients, and returns when all are done.
  ///
  /// @param count of lanes that take part
  public static synchronized void together(int count, SharedTask task) {
    prepare();
    if (count > Lanes.count)
      throw new IllegalArgumentException(count + " parts for " + Lanes.count + " lanes");
    var others = new SpinBarrier(count);
    each(
        count,
        count,
        lane -> {
          try {
            task.run(lane, others);
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
        next.set(count); // results of the tasks that are left would not be used
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

  /// Gives every lane one thread per operation. LibTorch keeps that number per thread: a thread
  /// takes over the common number when it first asks, and what it sets from then on is its own and
  /// the common number for later threads. So each lane asks, then sets 1, and at the end the common
  /// number is restored.
  private static synchronized void prepare() {
    if (count > 0) return;
    int threads = torch.get_num_threads();
    var ready = new CountDownLatch(HARDWARE.threads());
    var running = new ArrayList<Future<?>>();
    for (int lane = 0; lane < HARDWARE.threads(); lane++)
      running.add(
          POOL.submit(() -> {
            torch.get_num_threads(); // from now on the number is this thread's own
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
