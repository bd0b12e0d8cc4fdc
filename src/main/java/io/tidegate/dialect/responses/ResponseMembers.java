package io.tidegate.dialect.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.reading.ChunkFacts.Named;
import io.tidegate.upstream.reading.Emptiness;
import io.tidegate.upstream.reading.ErrorReader;
import io.tidegate.upstream.reading.FinishReasons;
import io.tidegate.upstream.reading.Members;
import io.tidegate.upstream.reading.NodeError;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * What the members of one response object say, be it a whole answer or within an event. For one
 * text.
 *
 * <p>It is judged by its {@code status}: vLLM ends whatever it made by an event called {@code
 * response.completed}.
 */
final class ResponseMembers {

  static final String COMPLETED = "completed";
  static final String INCOMPLETE = "incomplete";
  static final String FAILED = "failed";

  private static final Set<String> ENDS = Set.of(COMPLETED, INCOMPLETE, FAILED, "cancelled");

  private static final Set<String> KNOWN =
      Set.of("status", "incomplete_details", "error", "output", "usage", "model");

  private final byte[] json;
  private final EncryptedMarks encrypted;
  private String status = "";
  private String reason;
  private boolean failed;
  private byte[] error = {};
  private boolean output;
  private Usage usage = Usage.NONE;
  private Named model;

  /**
   * Nothing read yet of {@code json}; what only its maker can read is told to {@code encrypted}.
   */
  ResponseMembers(byte[] json, EncryptedMarks encrypted) {
    this.json = json;
    this.encrypted = encrypted;
  }

  /** Whether the member {@code name} says something here. */
  static boolean knows(String name) {
    return KNOWN.contains(name);
  }

  /** Reads the value of the member {@code name}, at whose start {@code in} is. */
  void read(String name, JsonParser in) throws IOException {
    switch (name) {
      case "status" -> status = canonical(Members.text(in));
      case "incomplete_details" -> Members.of(in, this::detail);
      case "error" -> error(in);
      case "output" -> Members.each(in, this::item);
      case "usage" -> usage(in);
      case "model" -> model = Members.named(in, json);
      default -> in.skipChildren();
    }
  }

  /** Two spellings are in use. */
  private static String canonical(String status) {
    String word = status == null ? "" : status.strip().toLowerCase(Locale.ROOT);
    return word.equals("canceled") ? "cancelled" : word;
  }

  private void detail(String name, JsonParser in) throws IOException {
    if (name.equals("reason")) {
      reason = FinishReasons.orNull(Members.text(in));
    } else {
      in.skipChildren();
    }
  }

  private void item(JsonParser in) throws IOException {
    output = true;
    Members.of(in, this::itemMember);
  }

  private void itemMember(String name, JsonParser in) throws IOException {
    if (name.equals("encrypted_content")) {
      encrypted.read(in);
    } else {
      in.skipChildren();
    }
  }

  private void error(JsonParser in) throws IOException {
    int start = (int) in.currentTokenLocation().getByteOffset();
    failed = Emptiness.tells(in);
    in.finishToken();
    int end = (int) in.currentLocation().getByteOffset();
    if (failed && start >= 0) {
      error = Arrays.copyOfRange(json, start, end);
    }
  }

  private void usage(JsonParser in) throws IOException {
    long[] tokens = {-1, -1, -1};
    Members.of(in, (name, value) -> usageMember(name, value, tokens));
    usage = new Usage(tokens[0], tokens[1], tokens[2]);
  }

  private static void usageMember(String name, JsonParser in, long[] tokens) throws IOException {
    switch (name) {
      case "input_tokens" -> tokens[0] = Members.number(in, tokens[0]);
      case "output_tokens" -> tokens[2] = Members.number(in, tokens[2]);
      case "input_tokens_details" ->
          Members.of(
              in,
              (detail, value) -> {
                if (detail.equals("cached_tokens")) {
                  tokens[1] = Members.number(value, tokens[1]);
                } else {
                  value.skipChildren();
                }
              });
      default -> in.skipChildren();
    }
  }

  /** Whether it holds an item of output. */
  boolean output() {
    return output;
  }

  /** The tokens it reports. */
  Usage usage() {
    return usage;
  }

  /** The model it names, or null. */
  Named model() {
    return model;
  }

  /** Whether it holds an error. */
  boolean failed() {
    return failed;
  }

  /** Whether it has a status, and it is none of an end. */
  boolean underWay() {
    return !status.isEmpty() && !ENDS.contains(status) && !failed;
  }

  /**
   * How it ended: one of the four statuses of an end, null if it does not say.
   *
   * @param said what the event says in which it is, or null; counts where it is worse, or alone
   */
  String end(String said) {
    if (failed || FAILED.equals(said)) {
      return FAILED;
    }
    boolean known = ENDS.contains(status) && (said == null || !COMPLETED.equals(status));
    return known ? status : said;
  }

  /** Why it stopped, by its {@code end}: the reason if it is incomplete, else the end itself. */
  String finishReason(String end) {
    return INCOMPLETE.equals(end) && reason != null ? reason : end;
  }

  /** The error that it tells of by its {@code end}, or null: also that the engine gave up. */
  NodeError error(String end) {
    String finish = finishReason(end);
    if (!FinishReasons.gaveUp(finish)) {
      return null;
    }
    if (error.length > 0) {
      return ErrorReader.read(error);
    }
    int stated = FinishReasons.status(finish);
    return new NodeError(null, null, null, null, stated, JsonNodeFactory.instance.objectNode());
  }
}
