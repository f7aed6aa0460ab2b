/// Whether an answer declines, told by phrases, and how far such phrases can be trusted.
///
/// [cai.declines.DeclineGauge] sorts an answer into one of three stances.
/// [cai.declines.PhraseAccuracy] compares it with answers that a person has read and labelled
/// (`labelled-answers.jsonl` in the resources of this package); its figures stand beside every
/// number that comes from the gauge. The file's lines are [cai.declines.LabelledAnswer].
package cai.declines;
