package cai.cli.machine;

import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonObject;
import cai.storage.AtomicFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The choice of arithmetic and lanes for a machine. It is measured at the first start and stored,
/// so that every later start computes in the same way, whatever other programs do on the machine. A
/// process that starts while another one measures waits for it.
///
/// @param cache folder of the fetched models, in which the choice is stored
/// @param measuring measures a machine
/// @param notes receives sentences for the user
record KeptChoice(
    Path cache,
    MachineIdentity machine,
    Function<MachineIdentity, MachineChoice> measuring,
    Consumer<String> notes) {
  private static final Object IN_THIS_PROCESS = new Object();

  static KeptChoice of(Surroundings surroundings) {
    return new KeptChoice(
        surroundings.models().cache(),
        MachineIdentity.current(surroundings.environment()),
        MachineChoice::measured,
        note -> surroundings.err().println("Note: " + note));
  }

  Path file() {
    return cache.resolve(machine.name() + ".json");
  }

  /// The stored choice, or one that is measured now if there is none.
  MachineChoice get() {
    return read(notes).orElseGet(() -> alone(() -> read(_ -> {}).orElseGet(this::made)));
  }

  /// Measures now and replaces a stored choice.
  MachineChoice anew() {
    return alone(this::made);
  }

  /// The stored choice; empty if there is none that can be used.
  private Optional<MachineChoice> read(Consumer<String> told) {
    if (!Files.exists(file())) return Optional.empty();
    try {
      var kept = MachineChoice.of(JsonObject.read(file()), machine);
      if (kept.isEmpty())
        told.accept(file() + ": is not the choice of arithmetic for this machine; it is made anew");
      return kept;
    } catch (UserError e) {
      told.accept(e.getMessage() + "; the choice of arithmetic is made anew");
      return Optional.empty();
    }
  }

  private MachineChoice made() {
    MachineChoice made = measuring.apply(machine);
    try {
      AtomicFiles.write(file(), Json.pretty(made.fields()));
    } catch (UserError e) {
      notes.accept(e.getMessage() + "; the next start measures again which arithmetic is fastest");
    }
    return made;
  }

  @FunctionalInterface
  private interface Choosing {
    MachineChoice choose();
  }

  /// Measures while no other process does, because two measurements would slow each other down and
  /// could lead to different choices. If the folder cannot be written, nothing is stored and no
  /// process waits.
  private MachineChoice alone(Choosing choosing) {
    synchronized (IN_THIS_PROCESS) {
      Path lock = cache.resolve(".locks").resolve(machine.name());
      FileChannel channel;
      try {
        Files.createDirectories(lock.getParent());
        channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      } catch (IOException _) {
        return choosing.choose(); // and made() tells what keeps it from being kept
      }
      try (channel;
          var held = channel.lock()) {
        assert held.isValid();
        return choosing.choose();
      } catch (IOException e) {
        throw new UserError(lock + ": cannot be locked (" + e.getMessage() + ")", e);
      }
    }
  }
}
