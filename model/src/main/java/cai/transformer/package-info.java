/// The Llama-family decoder: weights, the two forward passes (with a cache for generation and
/// scoring, with gradients for training), rotary embedding and the arithmetic of linear layers.
///
/// Start with [cai.transformer.Decoder].
package cai.transformer;
