/// Which sampled revisions are accepted, by measures that the training does not use: how much
/// likelier a text is as the answer to its own prompt than as an answer to something else, how
/// fluent it is under the model before any training, and whether it is worse under the principle.
///
/// Read [cai.critique.acceptance.Acceptance] first, then `TextGauge`.
package cai.critique.acceptance;
