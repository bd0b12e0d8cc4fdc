package io.tidegate.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.cache.answer.Shape;
import io.tidegate.exchange.Caching;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Deadline;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Priority;
import io.tidegate.exchange.Request;
import io.tidegate.exchange.Request.Range;
import io.tidegate.exchange.TenantId;
import io.tidegate.exchange.Terms;
import java.util.concurrent.atomic.AtomicInteger;

/** Chat calls of temperature 0, as clients send them. */
public final class SampleQuestions {

  public static final String MODEL = "deepseek-chat";
  public static final Caching NO_CACHE = new Caching(false, true, false);
  static final Caching NO_STORE = new Caching(false, false, true);

  private static final AtomicInteger LAST = new AtomicInteger();
  private static final String NAME = "\"" + MODEL + "\"";
  private static final TenantId TENANT = new TenantId("tests");

  private SampleQuestions() {}

  /** A call for a plain answer to {@code text}. */
  public static Call plain(String text) {
    return call(text, Shape.PLAIN, Terms.DEFAULT);
  }

  /** A call for a stream that answers {@code text} and ends with the tokens used. */
  public static Call stream(String text) {
    return call(text, Shape.STREAM_WITH_USAGE, Terms.DEFAULT);
  }

  /** A call of an urgency. */
  public static Call urgent(String text, Priority priority) {
    return call(text, Shape.STREAM_WITH_USAGE, new Terms(priority, false, 0));
  }

  /** A call for a plain answer with a word about stored ones. */
  public static Call plain(String text, Caching caching) {
    return call(text, Shape.PLAIN, new Terms(Priority.NORMAL, false, 0, caching));
  }

  public static Call call(String text, Shape shape, Terms terms) {
    String before = "{\"model\":";
    String between = ",\"messages\":";
    String messages = "[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
    byte[] body = (before + NAME + between + messages + rest(shape)).getBytes(UTF_8);
    Range name = new Range(before.length(), before.length() + NAME.length());
    int start = name.end() + between.length();
    Request.Facts facts =
        new Request.Facts(
            MODEL,
            shape != Shape.PLAIN,
            name,
            new Range(start, start + messages.getBytes(UTF_8).length),
            Range.NONE,
            "",
            0,
            true,
            shape == Shape.STREAM_WITH_USAGE,
            true,
            false);
    String id = "question-" + LAST.incrementAndGet();
    Request request = new Request(body, facts);
    return new Call(id, TENANT, Operation.CHAT, request, new Deadline(0), terms);
  }

  private static String rest(Shape shape) {
    return switch (shape) {
      case PLAIN -> ",\"temperature\":0}";
      case STREAM -> ",\"temperature\":0,\"stream\":true}";
      case STREAM_WITH_USAGE ->
          ",\"temperature\":0,\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    };
  }
}
