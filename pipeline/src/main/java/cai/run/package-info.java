/// Runs: a folder per run, a folder per stage, and the promise that a run that is killed at any
/// moment and started again ends with the same artifacts as one that was not.
///
/// The promise rests on four things. Every item draws from a generator of its own
/// ([cai.run.Seeds]). Lines are appended batch by batch and an unfinished batch is dropped when the
/// file is opened again ([cai.storage.Journal], [cai.run.training.Metrics]). Everything else is
/// written under another name and moved ([cai.storage.AtomicFiles]). A stage counts as finished
/// only when its record says so, under a key made of all that its outputs depend on
/// ([cai.run.Run]).
///
/// Read [cai.run.Run] first. `cai.run.training` is the skeleton of the training loops.
package cai.run;
