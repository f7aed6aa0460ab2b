package cai.cli.machine;

import cai.json.JsonObject;
import cai.tensor.Lanes;
import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The measured speeds of a machine, and the arithmetic and lanes chosen for it.
///
/// @param machine the measured machine
/// @param speeds of linear layers
/// @param lanes number of lanes that compute in parallel
/// @param made time of the measurement
record MachineChoice(
    MachineIdentity machine,
    Arithmetic arithmetic,
    MachineArithmetic speeds,
    int lanes,
    String made) {
  private static final int FORMAT = 1;

  /// Measures this machine, which takes some seconds.
  static MachineChoice measured(MachineIdentity machine) {
    MachineArithmetic speeds = MachineArithmetic.measured();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new MachineChoice(machine, speeds.choice(), speeds, Lanes.count(), now);
  }

  /// The fields that are stored.
  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("format", FORMAT);
    fields.put("arithmetic", Choices.word(arithmetic));
    fields.put("lanes", lanes);
    fields.put("made", made);
    fields.put("fp32", speeds.fp32());
    speeds.fp16().ifPresent(rate -> fields.put("fp16", rate));
    speeds.bf16().ifPresent(rate -> fields.put("bf16", rate));
    fields.putAll(machine.fields());
    return fields;
  }

  /// The choice from stored fields; empty if they have another form or belong to another machine.
  static Optional<MachineChoice> of(JsonObject kept, MachineIdentity machine) {
    if (!kept.integer("format").equals(Optional.of(FORMAT)) || !machine.isIn(kept))
      return Optional.empty();
    Optional<Arithmetic> arithmetic =
        kept.string("arithmetic")
            .flatMap(word ->
                Arrays.stream(Arithmetic.values())
                    .filter(one -> Choices.word(one).equals(word))
                    .findFirst());
    Optional<Integer> lanes = kept.integer("lanes");
    Optional<Double> fp32 = kept.number("fp32");
    Optional<String> made = kept.string("made");
    if (arithmetic.isEmpty() || lanes.isEmpty() || fp32.isEmpty() || made.isEmpty())
      return Optional.empty();
    var speeds = new MachineArithmetic(fp32.get(), rate(kept, "fp16"), rate(kept, "bf16"));
    return Optional.of(
        new MachineChoice(machine, arithmetic.get(), speeds, lanes.get(), made.get()));
  }

  private static OptionalDouble rate(JsonObject kept, String name) {
    return kept.number(name).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }
}
