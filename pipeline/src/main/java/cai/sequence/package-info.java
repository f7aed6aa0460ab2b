/// The leaf maths of finetuning, preference and reinforcement: pure functions on token
/// log-probabilities, scores and masks, each written once. Masks come from lengths, never from
/// comparing ids with a pad id.
package cai.sequence;
