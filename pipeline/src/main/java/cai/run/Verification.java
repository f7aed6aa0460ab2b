package cai.run;

import cai.errors.UserError;
import cai.provenance.Manifest;
import cai.provenance.OutputHashes;
import cai.provenance.StageOutputs;
import cai.provenance.StageRecord;
import cai.storage.ContentHash;
import cai.storage.DiskFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run's artifacts compared with the hashes that were recorded when their stages were finished,
/// and the recipe's files with what the stages have read of them.
///
/// @param stages that are finished
/// @param files that were compared
/// @param faults one sentence for each file that differs
/// @param notes what could not be compared
public record Verification(int stages, int files, List<String> faults, List<String> notes) {
  public Verification {
    faults = List.copyOf(faults);
    notes = List.copyOf(notes);
  }

  /// Reads every artifact of a run.
  ///
  /// @throws UserError where the folder is no run's
  public static Verification of(Path runFolder) {
    if (Manifest.read(runFolder).isEmpty())
      throw new UserError(runFolder + ": is no run; name a folder that cai run has written");
    var reader = new Reader(runFolder);
    try {
      for (StageName stage : StageName.allIn(runFolder)) reader.read(stage);
    } catch (IOException e) {
      throw DiskFault.failed(runFolder, e);
    }
    return new Verification(reader.stages, reader.files, reader.faults, reader.notes);
  }

  private static final class Reader {
    private final Path run;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int stages;
    private int files;

    Reader(Path run) {
      this.run = run;
    }

    void read(StageName stage) throws IOException {
      Path folder = stage.in(run);
      Optional<StageRecord> record = StageRecord.read(folder);
      if (record.isEmpty() || !record.get().hasFinished()) {
        notes.add(
            stage
                + (record.isEmpty()
                    ? " was not begun"
                    : " is not finished, so nothing is recorded"));
        return;
      }
      stages++;
      Optional<OutputHashes> recorded = OutputHashes.read(folder);
      if (recorded.isEmpty()) whole(folder, record.get());
      else each(folder, record.get(), recorded.get());
    }

    /// What an earlier version has finished has one hash for all.
    private void whole(Path folder, StageRecord record) throws IOException {
      files += record.files().size();
      Optional<String> damage = StageOutputs.damage(folder, record.files());
      if (damage.isPresent()) faults.add(folder + ": " + damage.get());
      else if (!StageOutputs.of(folder).hash().equals(record.outputHash()))
        faults.add(folder + ": a file in it is not what was written");
    }

    private void each(Path folder, StageRecord record, OutputHashes recorded) throws IOException {
      int before = faults.size();
      for (Map.Entry<String, String> file : recorded.files().entrySet()) {
        files++;
        Path path = folder.resolve(file.getKey());
        if (!Files.isRegularFile(path)) faults.add(path + ": is missing");
        else if (!StageOutputs.hash(path).equals(file.getValue()))
          faults.add(path + ": is not what was written");
      }
      if (faults.size() == before && !recorded.hash().equals(record.outputHash()))
        faults.add(folder.resolve(OutputHashes.FILE) + ": is not what was written");
      for (Map.Entry<String, String> input : recorded.inputs().entrySet()) input(input, folder);
    }

    private void input(Map.Entry<String, String> input, Path folder) {
      Path path = Path.of(input.getKey());
      if (!Files.isRegularFile(path))
        notes.add(path + ", which " + folder.getFileName() + " has read, is not there any more");
      else if (!ContentHash.file(path).equals(input.getValue()))
        notes.add(path + " has changed since " + folder.getFileName() + " has read it");
    }
  }
}
