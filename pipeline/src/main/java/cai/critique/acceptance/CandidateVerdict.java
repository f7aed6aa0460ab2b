package cai.critique.acceptance;

/// What became of a sampled revision.
public enum CandidateVerdict {
  TAKEN("taken"),
  ANOTHER_BETTER("not needed, because a better candidate was taken"),
  EMPTY("is empty"),
  NOTHING_OF_ITS_OWN("says nothing of its own behind the lead-in"),
  TOO_SHORT("has too few words"),
  TRANSCRIPT("goes on with the transcript"),
  COMMENTARY("talks about the response"),
  REPEATS("repeats itself"),
  UNCHANGED("leaves the response as it was"),
  COPIES_CRITIQUE("copies the critique"),
  COPIES_REQUEST("copies the request"),
  COPIES_EXAMPLE("copies a worked example"),
  UNREAD("could not be gauged"),
  OFF_TOPIC("is off topic"),
  NOT_FLUENT("is not fluent"),
  WORSE_UNDER_PRINCIPLE("is worse under the principle");

  private final String words;

  CandidateVerdict(String words) {
    this.words = words;
  }

  /// The verdict as the rest of a sentence that begins with the revision.
  public String words() {
    return words;
  }

  /// Whether the revision may not be taken.
  public boolean refuses() {
    return this != TAKEN && this != ANOTHER_BETTER;
  }
}
