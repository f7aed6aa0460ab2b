/// Sampling with a cache: one new token of each of many sequences, again and again.
///
/// ```
/// CachedSampling            one step; chooses between the two ways below
///   SharedStep              lanes share every product: each has some columns for all sequences
///     StepAttention         attention of a lane's sequences, with the small work done in Java
///   reading.CachedLayers    block after block by LibTorch's operators, where lanes cannot share
/// ```
///
/// Start with [cai.transformer.sampling.CachedSampling].
package cai.transformer.sampling;
