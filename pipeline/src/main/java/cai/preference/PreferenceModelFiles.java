package cai.preference;

import cai.errors.UserError;
import cai.json.Json;
import cai.preference.PreferenceHead.Standard;
import cai.preference.PreferenceModel.Scale;
import cai.preference.PreferenceSettings.Pooling;
import cai.storage.AtomicFiles;
import cai.storage.ContentHash;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.training.TrainingCheckpoint;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A preference model on disk: `preference-model.json`, and `layers.bin` if layers were trained.
/// Frozen layers are not stored; they are taken from the base model, which is identified by its
/// hash.
///
/// @param baseHash of the model it was trained on
/// @param layers of the base model that are computed
/// @param trainedFrom first trained layer; `layers` where only the head was trained
/// @param adapterRank of the adapters in `layers.bin`, where those were trained in place of weights
/// @param offset subtracted from what the head gives
/// @param deviation population standard deviation of the scores of the training answers
/// @param featureMean subtracted from the features // [width]
/// @param featureDeviation divides them then // [width]
/// @param weights of the head // [width]
/// @param layersHash SHA-256 of `layers.bin`, where there is one
record PreferenceModelFiles(
    String format,
    String baseHash,
    int layers,
    Pooling pooling,
    int trainedFrom,
    Optional<Integer> adapterRank,
    double offset,
    double deviation,
    float[] featureMean,
    float[] featureDeviation,
    float[] weights,
    Optional<String> layersHash) {
  static final String FORMAT = "preference-model/3";
  private static final String HEAD = "preference-model.json";
  private static final String LAYERS = "layers.bin";

  static void write(
      Path folder, String baseHash, Features features, PreferenceHead head, Scale scale) {
    Decoder decoder = features.decoder();
    Optional<String> layersHash = Optional.empty();
    if (!decoder.trainedInStream().isEmpty()) {
      Path layers = folder.resolve(LAYERS);
      new TrainingCheckpoint(layers, _ -> {}).save(0, decoder.trainedInStream());
      layersHash = Optional.of(ContentHash.file(layers));
    }
    var written =
        new PreferenceModelFiles(
            FORMAT,
            baseHash,
            decoder.config().layers(),
            features.pooling(),
            decoder.trainedFrom(),
            decoder.adapterRank(),
            scale.offset(),
            scale.deviation(),
            head.standard().mean(),
            head.standard().deviation(),
            head.weightValues(),
            layersHash);
    AtomicFiles.write(folder.resolve(HEAD), Json.pretty(written));
  }

  /// Reads and checks all but the layers' numbers.
  static PreferenceModelFiles read(Path folder, BaseModel base) {
    Path file = folder.resolve(HEAD);
    if (!Files.isRegularFile(file))
      throw new UserError(file + ": is not there; run the stage preference first");
    PreferenceModelFiles read = Json.read(file, PreferenceModelFiles.class);
    read.check(file, base);
    return read;
  }

  private void check(Path file, BaseModel base) {
    if (format.equals("preference-model/2"))
      throw new UserError(
          file
              + ": was trained by an earlier version, which read answers with an end-of-text token;"
              + " run the stage preference again");
    if (!FORMAT.equals(format))
      throw new UserError(file + ": format=" + format + " is unknown; " + FORMAT + " is read");
    if (!base.hash().equals(baseHash))
      throw new UserError(
          "%s: was trained on the model with hash %s, but the one given has %s; give that model or run the stage preference again"
              .formatted(file, baseHash, base.hash()));
    int width = base.config().width();
    boolean sizes =
        featureMean.length == width
            && featureDeviation.length == width
            && weights.length == width
            && layers >= 1
            && layers <= base.config().layers()
            && trainedFrom >= 0
            && trainedFrom <= layers
            && adapterRank.orElse(1) > 0;
    if (sizes && !finite())
      throw new UserError(
          file
              + ": is damaged: it holds a number that is NaN or infinite; run the stage preference"
              + " again");
    if (!sizes || layersHash.isPresent() != trainedFrom < layers)
      throw new UserError(file + ": is damaged; run the stage preference again");
  }

  private boolean finite() {
    boolean good = Double.isFinite(offset) && Double.isFinite(deviation) && deviation > 0;
    for (float value : featureMean) good &= Float.isFinite(value);
    for (float value : featureDeviation) good &= Float.isFinite(value) && value > 0;
    for (float value : weights) good &= Float.isFinite(value);
    return good;
  }

  PreferenceModel open(Path folder, BaseModel base, int tokensAtOnce) {
    layersHash.ifPresent(hash -> checkLayers(folder.resolve(LAYERS), hash));
    // Whatever adapters begin with, their values are in the file.
    var trained = new TrainedLayers(trainedFrom, adapterRank.orElse(0), 0);
    Decoder decoder = base.lowest(layers, trained);
    if (trainedFrom < layers) load(decoder, folder.resolve(LAYERS));
    return new PreferenceModel(
        base,
        new Features(decoder, pooling),
        new PreferenceHead(new Standard(featureMean, featureDeviation), weights),
        new Scale(offset, deviation),
        tokensAtOnce);
  }

  private static void load(Decoder decoder, Path file) {
    List<Tensor> trained = decoder.trainedInStream();
    new TrainingCheckpoint(file, _ -> {}).load(trained);
    List<String> names = decoder.trainedInStreamNames();
    try {
      for (int i = 0; i < names.size(); i++)
        NotFinite.require("a weight of " + names.get(i), trained.get(i));
    } catch (NotFinite e) {
      decoder.close();
      throw new UserError(file + ": " + e.getMessage() + "; run the stage preference again", e);
    }
  }

  private static void checkLayers(Path file, String hash) {
    if (!Files.isRegularFile(file) || !ContentHash.file(file).equals(hash))
      throw new UserError(
          file
              + ": is missing or damaged (SHA-256 is not "
              + hash
              + "); run the stage preference again");
  }
}
