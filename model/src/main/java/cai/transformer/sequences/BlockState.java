package cai.transformer.sequences;

import cai.tensor.Tensor;

/// What the forward pass of a block leaves for its backward pass: the inputs of matrix products
/// that nothing cheap would give again. Where there is no backward pass, the next block overwrites
/// it.
///
/// `heads` and `mixed` have the type of attention, `gateUp` that of products, the others are fp32.
///
/// @param input residual stream before the block // [tokens, width]
/// @param heads queries, keys and values; queries and keys are turned by their positions //
///   [tokens, (heads + 2 pairs) * headWidth]
/// @param mixed weighted values // [tokens, heads * headWidth]
/// @param logSumExp logarithm of the normaliser of each softmax // [heads, tokens]
/// @param middle residual stream between attention and feed-forward layer // [tokens, width]
/// @param gateUp gate before its activation, and up // [tokens, 2 * feedForwardWidth]
record BlockState(
    Tensor input, Tensor heads, Tensor mixed, Tensor logSumExp, Tensor middle, Tensor gateUp) {}
