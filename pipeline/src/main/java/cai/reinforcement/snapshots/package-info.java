/// Policies on the way to RL-CAI and what they are gauged by: prompts that the training sets aside,
/// one line for each snapshot, and the choice of the one that is written.
///
/// Read [cai.reinforcement.snapshots.Snapshot] first.
package cai.reinforcement.snapshots;
