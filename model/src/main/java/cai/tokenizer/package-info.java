/// Text to token ids and back, and a model's chat format. [cai.tokenizer.Tokenizer] is what others
/// use; [cai.tokenizer.HuggingFaceTokenizer] opens the files of a Hugging Face folder
/// ([cai.tokenizer.TokenizerFiles]), which [cai.tokenizer.GgufVocabulary] builds anew from the
/// metadata of a GGUF file. [cai.tokenizer.ChatTemplate] renders the model's Jinja with
/// [cai.jinja].
///
/// The only package that sees the native tokenizers library, which does not reach for the network;
/// it is unpacked once into `.djl.ai/tokenizers` in the user's home.
package cai.tokenizer;
