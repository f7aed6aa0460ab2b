package cai.reinforcement.snapshots;

import cai.recipe.Setting;

/// When the policy is gauged in training: the recipe's section `reinforcement.snapshots`.
public record SnapshotSettings(
    @Setting(
            value = "4",
            min = 0,
            max = 1_000_000,
            about =
                "steps from one snapshot of the policy to the next; each is gauged on training"
                    + " prompts set aside, and the best one becomes RL-CAI; 0 takes none, and the"
                    + " last policy becomes RL-CAI (paper)")
        int every,
    @Setting(
            value = "16",
            min = 1,
            max = 65_536,
            about =
                "training prompts set aside for the gauge; at most a fourth of the prompts of each"
                    + " aim, of which none is learnt from here")
        int prompts) {}
