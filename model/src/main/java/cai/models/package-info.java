/// Finds a model by name: a path the user gave, the cache, and at last the network.
///
/// Goes in: `smollm2-135m-instruct`, `owner/name` of the model hub, a GGUF file, a model folder, or
/// a run's stage such as `runs/mine/finetuning`. Comes out: the path of a GGUF file or of a model
/// folder, which `cai.checkpoint` reads. Read [ModelStore] first. Commands: `cai fetch`, and every
/// other command that takes a MODEL.
///
/// A fetch holds a lock and puts a model into the cache as a whole or not at all. What a killed
/// fetch has left is either continued by the next fetch or deleted.
package cai.models;
