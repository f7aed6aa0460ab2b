package cai.finetuning;

import cai.cost.CountedTexts;
import cai.critique.RevisionChain;
import cai.finetuning.FinetuningSettings.HelpfulLoss;
import cai.recipe.KeyNames;
import java.util.List;

/// A control: a model that is trained as SL-CAI is, but for what it learns. What SL-CAI gains over
/// it is owed to what the control has not learnt.
public enum Control {
  /// Learns the responses as they were before their revision: to the same prompts, in as many
  /// sequences and optimiser steps. A response stands once for each accepted revision of it.
  UNREVISED,

  /// Learns the helpful samples alone, by their likelihood, for nothing would be learnt from a
  /// model that is its own teacher: in as many passes, so in fewer optimiser steps.
  HELPFUL_ONLY;

  /// How recipes, folders and reports name it.
  public String word() {
    return KeyNames.ofConstant(this);
  }

  /// What it learns in place of the revisions.
  List<RevisionChain> inPlaceOf(List<RevisionChain> revised) {
    return switch (this) {
      case UNREVISED -> revised.stream().map(RevisionChain::unrevised).toList();
      case HELPFUL_ONLY -> List.of();
    };
  }

  /// How it is trained where SL-CAI has these settings.
  FinetuningSettings settings(FinetuningSettings slCai) {
    return switch (this) {
      case UNREVISED -> slCai;
      case HELPFUL_ONLY -> slCai.with(HelpfulLoss.LIKELIHOOD);
    };
  }

  /// How many texts that are; responses count as long as revisions.
  CountedTexts inPlaceOf(CountedTexts revisions) {
    return switch (this) {
      case UNREVISED -> revisions;
      case HELPFUL_ONLY -> CountedTexts.of(0, 0);
    };
  }
}
