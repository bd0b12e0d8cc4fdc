package io.tidegate.usage;

import io.tidegate.exchange.Request;
import io.tidegate.exchange.Usage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What calls are likely to use, before a node says it: a quarter of the bytes of what is to be
 * read, as placing estimates it, corrected by what each model has turned out to make of that, and
 * the usual length of its answers.
 *
 * <p>Thread-safe; never blocks. Bounded by {@value #MOST} models.
 */
public final class TokenEstimates {

  private static final int MOST = 1000;
  private static final double BYTES_PER_TOKEN = 4;

  /** What an answer is taken to be before any was seen, in tokens. */
  private static final double USUAL_OUTPUT = 256;

  /** More bytes than that no tokenizer has for a token of text, in the mean of a request. */
  private static final double MOST_BYTES = 32;

  /** The weight of the newest answer. */
  private static final double GAIN = 0.05;

  /** What is known of a model. */
  private record Known(double bytesPerToken, double output) {}

  private static final Known UNKNOWN = new Known(BYTES_PER_TOKEN, USUAL_OUTPUT);

  private final Map<String, Known> models = new ConcurrentHashMap<>();

  /** What {@code request} is likely to use at {@code model}. */
  public Tokens of(Request request, String model) {
    double usual = models.getOrDefault(model, UNKNOWN).output();
    int most = request.facts().maxOutput();
    double output = most > 0 ? Math.min(most, usual) : usual;
    return new Tokens(input(request, model), 0, (long) Math.ceil(output));
  }

  /** The tokens that {@code request} is likely to be for {@code model}; at least 1. */
  public long input(Request request, String model) {
    double perToken = models.getOrDefault(model, UNKNOWN).bytesPerToken();
    return Math.max(1, Math.round(bytes(request) / perToken));
  }

  /** Learns what {@code model} made of {@code request}. */
  public void learn(Request request, String model, Usage told) {
    if (models.size() >= MOST && !models.containsKey(model)) {
      return;
    }
    long bytes = bytes(request);
    double ratio = told.input() > 0 && bytes > 0 ? (double) bytes / told.input() : 0;
    // A request of pictures, or of none that is counted here, says nothing of texts.
    double perToken = ratio > 0 && ratio <= MOST_BYTES ? ratio : BYTES_PER_TOKEN;
    double output = Math.max(0, told.output());
    models.merge(model, new Known(perToken, output), TokenEstimates::mixed);
  }

  private static Known mixed(Known before, Known newest) {
    return new Known(
        before.bytesPerToken() + GAIN * (newest.bytesPerToken() - before.bytesPerToken()),
        before.output() + GAIN * (newest.output() - before.output()));
  }

  private static long bytes(Request request) {
    Request.Range input = request.facts().input();
    Request.Range tools = request.facts().tools();
    return (long) input.end() - input.start() + tools.end() - tools.start();
  }
}
