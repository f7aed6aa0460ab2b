/// Model files: GGUF and Hugging Face folders of the Llama family in, Hugging Face folders and
/// safetensors out.
///
/// Files are mapped into memory and untrusted: every length, count and offset is checked against
/// the file before it is used, and what is wrong becomes one [cai.errors.UserError] that names file
/// and place. Read [ModelFiles] first. How the numbers of a tensor are stored is the business of
/// `cai.checkpoint.tensors`.
package cai.checkpoint;
