/// Objects that training loops call: optimiser with clipping, schedule, checkpoint,
/// log-probabilities of tokens. The loops themselves are written out in the stages.
package cai.training;
