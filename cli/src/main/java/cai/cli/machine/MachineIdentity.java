package cai.cli.machine;

import cai.json.JsonObject;
import cai.provenance.Machine;
import cai.storage.ContentHash;
import cai.tensor.Device;
import cai.transformer.MachineArithmetic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The properties of a machine that a measurement depends on: if one of them changes, the machine
/// is measured again.
///
/// @param cpu name of the processor
/// @param flags instruction sets of the processor
/// @param cores number of cores that the process may use
/// @param engine the library that multiplies, and its version
/// @param limits instruction sets that environment variables forbid the library to use
record MachineIdentity(String cpu, String flags, int cores, String engine, String limits) {
  private static final List<String> LIMITS =
      List.of("ONEDNN_MAX_CPU_ISA", "ATEN_CPU_CAPABILITY", "OPENBLAS_CORETYPE", "OMP_NUM_THREADS");
  private static final int DIGITS = 16;

  static MachineIdentity current(Map<String, String> environment) {
    var limits = new StringBuilder();
    for (String name : LIMITS)
      if (environment.containsKey(name))
        limits.append(name).append('=').append(environment.get(name)).append(' ');
    try {
      return new MachineIdentity(
          Machine.cpuName(),
          String.join(" ", new TreeSet<>(MachineArithmetic.cpuFlags())),
          Runtime.getRuntime().availableProcessors(),
          Device.library(),
          limits.toString().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Object> fields() {
    return new TreeMap<>(
        Map.of("cpu", cpu, "flags", flags, "cores", cores, "engine", engine, "limits", limits));
  }

  boolean isIn(JsonObject kept) {
    return kept.string("cpu").equals(Optional.of(cpu))
        && kept.string("flags").equals(Optional.of(flags))
        && kept.integer("cores").equals(Optional.of(cores))
        && kept.string("engine").equals(Optional.of(engine))
        && kept.string("limits").equals(Optional.of(limits));
  }

  /// A file name that differs between machines, which may share a cache folder.
  String name() {
    return "machine-" + ContentHash.text(fields().toString()).substring(0, DIGITS);
  }
}
