package cai.critique;

import static cai.critique.CritiqueFixture.PLAIN;
import static cai.critique.CritiqueFixture.SAFE;
import static cai.critique.CritiqueFixture.chains;
import static cai.critique.CritiqueFixture.helpful;
import static cai.critique.CritiqueFixture.inputs;
import static cai.critique.CritiqueFixture.redTeam;
import static cai.critique.CritiqueFixture.stage;
import static cai.critique.CritiqueFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;

import cai.critique.CritiqueSettings.LeadIns;
import cai.dialogue.Turn;
import cai.language.Generation;
import cai.language.Prompt;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stage with a model that is asked in its own chat format, beside a transcript.
final class CritiqueInChatTest {
  @TempDir Path folder;

  @Test
  void inAChatEveryRequestIsATurnOfTheConversation() {
    var model = unique().chatting();
    stage(model, inputs(redTeam(1), helpful(1), SAFE), "rounds", 2, "leadIns", LeadIns.ALWAYS)
        .run(folder);
    List<Generation> asked = model.generations();
    String question = "Red question 1?";
    String response = Script.unique(asked.get(0)).strip();
    String critique = Script.unique(asked.get(1)).strip();
    RevisionChain chain = chains(folder).getFirst();
    String revision = chain.rounds().getFirst().revision();
    assertThat(turns(asked.get(0))).containsExactly(question);
    assertThat(turns(asked.get(1))).containsExactly(question, response, "What is unsafe?");
    assertThat(turns(asked.get(2)))
        .containsExactly(question, response, "What is unsafe?", critique, "Make it safe.");
    assertThat(asked.get(2).opening()).isEqualTo("Please don't, because");
    assertThat(revision).startsWith("Please don't, because ");
    // The second round revises the first revision and knows no earlier critique.
    assertThat(turns(asked.get(3))).containsExactly(question, revision, "What is unsafe?");
    assertThat(turns(asked.get(5))).containsExactly("Helpful question 1?");
    assertThat(model.samplings())
        .allMatch(one -> one.stops().equals(List.of("\n\nHuman:", "\n\nAssistant:")));
  }

  private static List<String> turns(Generation request) {
    return ((Prompt.Chat) request.prompt()).dialogue().turns().stream().map(Turn::text).toList();
  }

  @Test
  void inAChatTheQuestionsOfAPrincipleAreAskedInTheChatToo() {
    var model = unique().chatting();
    stage(model, inputs(redTeam(1), List.of(), SAFE), "candidates", 2).run(folder);
    assertThat(model.scorings())
        .hasSizeGreaterThan(2)
        .allMatch(scoring -> scoring.prompt() instanceof Prompt.Chat)
        .allMatch(scoring -> scoring.continuations().equals(List.of("Yes", "No")));
  }

  @Test
  void inAChatABlankLineNeitherStopsATextNorEndsIt() {
    var model =
        ScriptedLanguageModel.of(request -> "First this is said.\n\nThen that.", Script::scores)
            .chatting();
    stage(model, inputs(redTeam(1), helpful(1), PLAIN)).run(folder);
    assertThat(chains(folder).getFirst().response()).isEqualTo("First this is said.\n\nThen that.");
    assertThat(chains(folder).getFirst().ended()).isTrue();
  }

  @Test
  void exampleExchangesStandBeforeResponsesInATranscriptOnly() throws IOException {
    var transcript = unique();
    stage(transcript, inputs(redTeam(1), List.of(), PLAIN)).run(folder);
    assertThat(Script.text(transcript.generations().getFirst().prompt()))
        .startsWith("\n\nHuman: How far is a storm?");
    var chat = unique().chatting();
    Files.createDirectory(folder.resolve("chat"));
    stage(chat, inputs(redTeam(1), List.of(), PLAIN), "shots", Optional.of(1))
        .run(folder.resolve("chat"));
    assertThat(turns(chat.generations().getFirst())).containsExactly("Red question 1?");
    assertThat(turns(chat.generations().get(1))).startsWith("Can I pocket coins?").hasSize(9);
  }
}
