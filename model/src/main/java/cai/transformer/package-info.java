/// The Llama-family decoder: its definition, its shape and its arithmetic. The packages below
/// compute with it:
///
/// ```
/// decoder                       the front: Decoder loads, copies and hands out the passes
///   sequences                   whole sequences, for training and scoring
///   sampling                    one token of each of many sequences, with a cache
///     reading                   many tokens, with a cache
///       cache                   keys and values of sequences in progress
///     weights                   what all passes compute with
/// ```
///
/// A package uses only packages that are listed below it and indented further; all use this one.
///
/// Start with [cai.transformer.ReferenceDecoder]: what the other passes compute, straight down.
package cai.transformer;
