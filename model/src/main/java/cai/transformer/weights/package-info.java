/// The weights of a decoder, each in the layout in which it is multiplied fastest. Only the passes
/// in the packages beside this one see them.
///
/// ```
/// DecoderWeights                    embedding, blocks, final norm, head, angles of positions (Rotary)
///   Block                           FrozenBlock | LikeTrainedBlock | TrainedBlock
///     Linear                        FrozenPacked | FrozenLikeTrained | FrozenHead | LearningLinear
///       LearningLinear              TrainedLinear | AdaptedLinear (a frozen weight and an Adapter)
///     FeedForward                   SplitFeedForward (packed) | GatedLayers (two linear layers)
/// ```
///
/// `WeightNames` reads weights by their Hugging Face names, `TrainedNames` writes them.
///
/// Start with [cai.transformer.weights.DecoderWeights].
package cai.transformer.weights;
