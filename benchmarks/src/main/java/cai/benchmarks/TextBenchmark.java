package cai.benchmarks;

import cai.dialogue.Dialogue;
import cai.dialogue.DialogueFormat;
import cai.dialogue.DialogueStyle;
import cai.dialogue.Turn;
import cai.language.local.LocalModel;
import cai.recipe.Installation;
import cai.transformer.Arithmetic;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// Text to token ids and dialogues to text, with the tokenizer of the tiny random model.
public class TextBenchmark extends TimedOperation {
  private LocalModel model;
  private DialogueFormat format;
  private Dialogue dialogue;
  private String text;

  @Setup
  public void prepare() {
    model =
        LocalModel.open(
            Installation.file("models/tiny-random"), Arithmetic.FP32, DialogueStyle.CHAT);
    format = model.renderer().format();
    text = "The night nurse counts two broken clocks in a quiet kitchen. ".repeat(20);
    dialogue = Dialogue.ask(text).answered(text).with(new Turn(Turn.Speaker.HUMAN, text));
  }

  @Benchmark
  public int[] encode() {
    return model.tokenizer().encode(text);
  }

  @Benchmark
  public String chatTemplate() {
    return format.prompt(dialogue);
  }

  @TearDown
  public void free() {
    model.close();
  }
}
