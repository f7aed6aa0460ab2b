/// What a training loop calls: optimiser, schedule, clipping, the loss over chunks of tokens. The
/// loops themselves are written out in the stages.
package cai.training;
