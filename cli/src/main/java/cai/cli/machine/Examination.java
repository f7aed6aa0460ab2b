package cai.cli.machine;

import cai.cli.terminal.Surroundings;
import cai.models.ModelStore;
import cai.provenance.Machine;
import cai.tensor.Lanes;
import cai.transformer.MachineArithmetic;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// The examination of `cai doctor`, one property after the other.
///
/// @param measure whether speeds are measured again
public record Examination(Surroundings surroundings, boolean measure) {
  private static final long GIB = 1L << 30;
  private static final long LEAST_MEMORY = 5 * GIB;
  private static final long LEAST_DISK = 3 * GIB;
  private static final double SLOWEST_GFLOPS = 20;
  private static final List<String> TELLING_FLAGS =
      List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16");
  private static final Map<String, String> NEEDED =
      Map.of("OMP_WAIT_POLICY", "PASSIVE", "GOMP_SPINCOUNT", "10000", "OPENBLAS_NUM_THREADS", "1");

  public List<Diagnosis> findings() {
    return Stream.of(
            Stream.of(processor(), cores(), memory(), disk(), java(), environment()),
            arithmetic().stream(),
            Stream.of(python(), model()))
        .flatMap(found -> found)
        .toList();
  }

  private static Diagnosis processor() {
    Set<String> flags = MachineArithmetic.cpuFlags();
    List<String> telling = TELLING_FLAGS.stream().filter(flags::contains).toList();
    String name = Machine.cpuName();
    String seen = name + (telling.isEmpty() ? "" : " (" + String.join(", ", telling) + ")");
    return flags.isEmpty() || flags.contains("avx2")
        ? Diagnosis.ok("processor", seen)
        : Diagnosis.problem("processor", seen, "use a machine whose processor has AVX2");
  }

  private static Diagnosis cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    String seen = "%d, load %.1f".formatted(cores, load);
    return load > cores
        ? Diagnosis.hint("cores", seen, "other programs compute too; runs take longer than planned")
        : Diagnosis.ok("cores", seen);
  }

  private static Diagnosis memory() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long bytes = system.getTotalMemorySize();
    String seen = "%.1f GiB".formatted((double) bytes / GIB);
    return bytes >= LEAST_MEMORY
        ? Diagnosis.ok("memory", seen)
        : Diagnosis.problem("memory", seen, "a run of the default recipe takes up to 5 GiB");
  }

  private Diagnosis disk() {
    Path folder = surroundings.folder();
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String seen = "%.1f GiB free for runs in %s".formatted((double) free / GIB, folder);
      return free >= LEAST_DISK
          ? Diagnosis.ok("disk", seen)
          : Diagnosis.problem("disk", seen, "free some space, or name another --runs-dir");
    } catch (IOException e) {
      return Diagnosis.problem("disk", "cannot be asked (" + e.getMessage() + ")", "look at it");
    }
  }

  private static Diagnosis java() {
    String seen =
        System.getProperty("java.vendor.version", "")
            + " "
            + System.getProperty("java.version")
            + " in "
            + System.getProperty("java.home");
    return Diagnosis.ok("java", seen.strip());
  }

  private Diagnosis environment() {
    Map<String, String> set = surroundings.environment();
    var seen = new StringBuilder();
    boolean right = true;
    for (String name : NEEDED.keySet().stream().sorted().toList()) {
      String value = set.getOrDefault(name, "");
      seen.append(seen.isEmpty() ? "" : " ").append(name).append('=').append(value);
      right &= value.equalsIgnoreCase(NEEDED.get(name));
    }
    for (String name : List.of("ONEDNN_MAX_CPU_ISA", "OMP_NUM_THREADS"))
      if (set.containsKey(name)) seen.append(' ').append(name).append('=').append(set.get(name));
    return right
        ? Diagnosis.ok("environment", seen.toString())
        : Diagnosis.problem(
            "environment",
            seen.toString(),
            "start by ./cai and set neither; spinning threads make it several times slower");
  }

  /// Loads the native library, so this comes late and says what fails there.
  private List<Diagnosis> arithmetic() {
    KeptChoice kept = KeptChoice.of(surroundings);
    MachineChoice choice;
    try {
      choice = measure ? kept.anew() : kept.get();
      Lanes.settle(choice.lanes());
      Lanes.count();
    } catch (LinkageError e) {
      return List.of(
          Diagnosis.problem(
              "engine",
              "LibTorch does not load: " + e.getMessage(),
              "Linux x86-64 with glibc 2.28 or newer is needed; is the home folder writable?"));
    }
    MachineArithmetic speeds = choice.speeds();
    String seen =
        String.format(
            Locale.ROOT,
            "%s; fp32 %.0f GFLOP/s, fp16 %s, bf16 %s; measured %s, kept in %s",
            Choices.word(choice.arithmetic()),
            speeds.fp32(),
            rate(speeds.fp16(), "not considered beside AVX512"),
            rate(speeds.bf16(), "not native"),
            choice.made(),
            kept.file());
    Diagnosis engine = Diagnosis.ok("engine", "LibTorch on %d lanes".formatted(Lanes.count()));
    String anew = "cai doctor --measure chooses anew, best while nothing else computes";
    return List.of(
        engine,
        speeds.fp32() >= SLOWEST_GFLOPS
            ? Diagnosis.hint("arithmetic", seen, anew)
            : Diagnosis.hint("arithmetic", seen, "that is slow; " + anew));
  }

  private static String rate(OptionalDouble measured, String without) {
    return measured.isPresent()
        ? String.format(Locale.ROOT, "%.0f GFLOP/s", measured.getAsDouble())
        : without;
  }

  private Diagnosis python() {
    Optional<Path> python = surroundings.models().python();
    return python.isPresent()
        ? Diagnosis.ok("python", python.get().toString())
        : Diagnosis.hint(
            "python", "none", "only to fetch the default model: apt-get install python3-pip");
  }

  private Diagnosis model() {
    ModelStore store = surroundings.models();
    boolean there =
        store.cached().stream().anyMatch(model -> model.name().equals(ModelStore.DEFAULT_MODEL));
    String seen = ModelStore.DEFAULT_MODEL + (there ? " in " : " not yet in ") + store.cache();
    return there
        ? Diagnosis.ok("model", seen)
        : Diagnosis.hint("model", seen, "cai run fetches it (93 MB); cai models fetch does it now");
  }
}
