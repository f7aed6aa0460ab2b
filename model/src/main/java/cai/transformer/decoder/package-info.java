/// The front of the fast decoder: loads weights, makes copies, and hands out the passes.
///
/// ```
/// Decoder
///   sequences()   cai.transformer.sequences   training and scoring of whole sequences
///   reading()     cai.transformer.reading     many new tokens into a cache (cai.transformer.cache)
///   sampling()    cai.transformer.sampling    one new token of each of many sequences in a cache
///   head()        DecoderHead                 from the residual stream to logits
///   weights       cai.transformer.weights     what all of these compute with; seen by nobody else
/// ```
///
/// Start with [cai.transformer.ReferenceDecoder], which computes the same straight down.
package cai.transformer.decoder;
