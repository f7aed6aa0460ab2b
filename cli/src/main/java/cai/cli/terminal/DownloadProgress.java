package cai.cli.terminal;

import cai.models.FetchProgress;
import cai.run.Progress;

/// Shows a download as progress of ordinary work, in megabytes.
record DownloadProgress(Progress progress) implements FetchProgress {
  private static final long MEGABYTE = 1_000_000;

  @Override
  public void begin(String what, long bytes) {
    progress.begin("models", "fetching " + what, (bytes + MEGABYTE - 1) / MEGABYTE, "MB");
  }

  @Override
  public void advance(long bytes) {
    progress.advance(bytes / MEGABYTE);
  }

  @Override
  public void note(String sentence) {
    progress.note(sentence);
  }

  @Override
  public void end() {
    progress.end();
  }
}
