/// Finds a model by name: a path the user gave, the cache, and at last the network.
///
/// Goes in: `smollm2-135m-instruct`, `owner/name` of the model hub, a GGUF file, a model folder, or
/// a run's stage such as `runs/mine/finetuning`. Comes out: the path of a GGUF file or of a model
/// folder, which `cai.checkpoint` reads. Read [ModelStore] first. Commands: `cai fetch`, and every
/// other command that takes a MODEL.
///
/// A fetch is done under a lock, lands in the cache as a whole or not at all, and what a killed one
/// leaves behind either helps the next or is thrown away.
package cai.models;
