package cai.prompts;

import cai.prompts.PromptItem.PromptGroup;
import cai.recipe.Impossible;
import cai.recipe.Setting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The recipe's section `prompts`.
public record PromptsSettings(
    @Setting(
            value = "[cai:prompts/red-team.jsonl]",
            about = "Files of red-team prompts, in the project's layout or a released one.")
        List<Path> redTeam,
    @Setting(value = "0", min = 0, about = "Red-team prompts to train on; 0 takes all.")
        int redTeamTrain,
    @Setting(value = "0", min = 0, about = "Red-team prompts to evaluate on; 0 takes all.")
        int redTeamHeldOut,
    @Setting(
            value = "[cai:prompts/look-alikes.jsonl]",
            about =
                "Files of harmless prompts that look like red-team prompts; [] names none"
                    + " (paper: none).")
        List<Path> lookAlikes,
    @Setting(value = "0", min = 0, about = "Look-alikes to train on; 0 takes all.")
        int lookAlikesTrain,
    @Setting(value = "0", min = 0, about = "Look-alikes to evaluate on; 0 takes all.")
        int lookAlikesHeldOut,
    @Setting(
            value = "[cai:prompts/helpful.jsonl]",
            about = "Files of helpfulness prompts, in the project's layout or a released one.")
        List<Path> helpful,
    @Setting(value = "0", min = 0, about = "Helpfulness prompts to train on; 0 takes all.")
        int helpfulTrain,
    @Setting(value = "0", min = 0, about = "Helpfulness prompts to evaluate on; 0 takes all.")
        int helpfulHeldOut,
    @Setting(
            value = "first",
            about =
                "Human turns of transcripts and of pairs of dialogues that become prompts: first,"
                    + " every or last.")
        TranscriptTurns transcriptTurns,
    @Setting(
            value = "0.25",
            min = 0,
            max = 0.9,
            about = "Share held out where the data name no split: of kinds, or of prompts.")
        double heldOutShare,
    @Setting(
            value = "0.01",
            min = 0,
            max = 1,
            about = "Most rows of a released file that may be set aside, as a share.")
        double maxBadShare) {
  public PromptsSettings {
    redTeam = List.copyOf(redTeam);
    lookAlikes = List.copyOf(lookAlikes);
    helpful = List.copyOf(helpful);
    new Impossible()
        .when(redTeam.isEmpty(), "red-team=[] names no file; name at least one file of prompts")
        .when(helpful.isEmpty(), "helpful=[] names no file; name at least one file of prompts")
        .throwIfAny();
  }

  /// The files of a group.
  public List<Path> files(PromptGroup group) {
    return switch (group) {
      case RED_TEAM -> redTeam;
      case LOOK_ALIKE -> lookAlikes;
      case HELPFUL -> helpful;
    };
  }

  /// The files of all groups.
  public List<Path> files() {
    return Arrays.stream(PromptGroup.values()).flatMap(group -> files(group).stream()).toList();
  }

  /// How many prompts of a group are taken; 0 takes all.
  int wanted(PromptGroup group, Split split) {
    boolean train = split == Split.TRAIN;
    return switch (group) {
      case RED_TEAM -> train ? redTeamTrain : redTeamHeldOut;
      case LOOK_ALIKE -> train ? lookAlikesTrain : lookAlikesHeldOut;
      case HELPFUL -> train ? helpfulTrain : helpfulHeldOut;
    };
  }

  /// The word with which a group's settings begin.
  static String word(PromptGroup group) {
    return switch (group) {
      case RED_TEAM -> "red-team";
      case LOOK_ALIKE -> "look-alikes";
      case HELPFUL -> "helpful";
    };
  }
}
