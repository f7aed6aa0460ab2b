package cai.models;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what a fetch tells.
final class FetchNotes implements FetchProgress {
  final List<String> notes = new CopyOnWriteArrayList<>();
  final List<Long> bytes = new CopyOnWriteArrayList<>();

  @Override
  public void begin(String what, long bytes) {
    notes.add("begin " + what + " " + bytes);
  }

  @Override
  public void advance(long bytes) {
    this.bytes.add(bytes);
  }

  @Override
  public void note(String sentence) {
    notes.add(sentence);
  }

  @Override
  public void end() {
    notes.add("end");
  }
}
