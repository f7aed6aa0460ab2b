package cai.bench;

import java.util.Optional;

/// The result of a benchmark: an element of the JSON file.
///
/// @param tokensPerSecond of the median pass
/// @param seconds of that pass
/// @param gemmShare its floating-point operations per second, as a share of the machine's peak
/// @param bandwidthShare its bytes per second, as a share of the machine's peak
/// @param peakMemoryBytes most memory resident, loading included; empty where the system does not
///   tell
public record Measured(
    String name,
    double tokensPerSecond,
    double seconds,
    double gemmShare,
    double bandwidthShare,
    Optional<Long> peakMemoryBytes) {

  static Measured of(String name, TimedPass pass, MachinePeak peak, Optional<Long> peakMemory) {
    return new Measured(
        name,
        pass.tokensPerSecond(),
        pass.seconds(),
        pass.needed().flops() / pass.seconds() / peak.flops(),
        pass.needed().bytes() / pass.seconds() / peak.bytes(),
        peakMemory);
  }
}
