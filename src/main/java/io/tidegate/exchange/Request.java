package io.tidegate.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The body of a call as the client sent it, with the few facts the gateway needs from it.
 *
 * <p>The bytes are forwarded unchanged, so that unknown fields pass and a node's prefix cache sees
 * the same prompt again; only the value of {@code model}, and of a user's id that nodes refuse, is
 * ever replaced, in its place.
 */
public final class Request {

  /**
   * A part of the body.
   *
   * @param start the offset of its first byte
   * @param end the offset behind its last byte
   */
  public record Range(int start, int end) {

    /** Nothing. */
    public static final Range NONE = new Range(0, 0);

    private void within(byte[] body, String what) {
      if (start < 0 || end < start || end > body.length) {
        throw new IllegalArgumentException(what + " outside the body: " + start + "-" + end);
      }
    }
  }

  /**
   * A text of the body in place of which nodes are told another.
   *
   * @param value where it is, its quotes included
   * @param name what nodes are told
   */
  public record Renamed(Range value, String name) {

    public Renamed {
      requireNonNull(value, "value");
      requireNonNull(name, "name");
    }
  }

  /**
   * What was read from the body.
   *
   * @param model the model the client named
   * @param stream whether it asked for a stream
   * @param name the value of {@code model}, its quotes included
   * @param input the value of {@code messages}, {@code prompt} or {@code input}, or of what is
   *     given in its place
   * @param tools the value of {@code tools}, or nothing
   * @param session what ties calls of one conversation together ({@code prompt_cache_key}, else
   *     {@code user_id}), or empty
   * @param maxOutput the most tokens the answer may have, or 0 when not said
   * @param deterministic whether {@code temperature} is 0
   * @param usage whether a stream is to end with the tokens used ({@code
   *     stream_options.include_usage})
   * @param repeatable whether another call of the same body may be given the same answer
   * @param beta whether it asks for what DeepSeek has below its beta root alone: that an answer
   *     goes on from a prefix or up to a suffix, or that a tool's schema is kept to strictly
   * @param encrypted marks of what it holds that only the account can read that made it, the latest
   *     first; not all where there are many
   * @param user what nodes are told in place of the id of the caller's user; null if they are told
   *     it
   */
  public record Facts(
      String model,
      boolean stream,
      Range name,
      Range input,
      Range tools,
      String session,
      int maxOutput,
      boolean deterministic,
      boolean usage,
      boolean repeatable,
      boolean beta,
      List<String> encrypted,
      Renamed user) {

    public Facts {
      requireNonNull(model, "model");
      requireNonNull(session, "session");
      encrypted = List.copyOf(encrypted);
    }

    /** Facts of a request that every account can read. */
    public Facts(
        String model,
        boolean stream,
        Range name,
        Range input,
        Range tools,
        String session,
        int maxOutput,
        boolean deterministic,
        boolean usage,
        boolean repeatable,
        boolean beta) {
      this(
          model,
          stream,
          name,
          input,
          tools,
          session,
          maxOutput,
          deterministic,
          usage,
          repeatable,
          beta,
          List.of(),
          null);
    }

    /** The same of a body whose parts lie where {@code to} says, with another bound. */
    public Facts moved(UnaryOperator<Range> to, int otherMaxOutput) {
      Renamed movedUser = user == null ? null : new Renamed(to.apply(user.value()), user.name());
      return new Facts(
          model,
          stream,
          to.apply(name),
          to.apply(input),
          to.apply(tools),
          session,
          otherMaxOutput,
          deterministic,
          usage,
          repeatable,
          beta,
          encrypted,
          movedUser);
    }

    /**
     * Facts of a request of which no more is known than its model, and where that and its input
     * are.
     */
    public static Facts of(String model, boolean stream, Range name, Range input) {
      return new Facts(model, stream, name, input, Range.NONE, "", 0, false, false, true, false);
    }
  }

  /**
   * Why a body is not the one that the client sent.
   *
   * @param sent what the client sent
   * @param told what was changed, as clients are told: {@code max_tokens=1024}
   */
  public record Change(Request sent, String told) {

    public Change {
      requireNonNull(sent, "sent");
      requireNonNull(told, "told");
    }
  }

  private final byte[] body;
  private final Facts facts;
  private final Change change;

  /** A request over {@code body}, which must not be changed afterwards. */
  public Request(byte[] body, Facts facts) {
    this(body, facts, null);
  }

  /** The same, which is asked in place of what the client sent; {@code change} is null if not. */
  public Request(byte[] body, Facts facts, Change change) {
    this.body = requireNonNull(body, "body");
    this.facts = requireNonNull(facts, "facts");
    this.change = change;
    facts.name().within(body, "model");
    facts.input().within(body, "input");
    facts.tools().within(body, "tools");
  }

  /** Why it is not what the client sent; null if it is. */
  public Change change() {
    return change;
  }

  /** What was read from the body. */
  public Facts facts() {
    return facts;
  }

  /** The model the client named. */
  public String model() {
    return facts.model();
  }

  /** Whether the client asked for a stream. */
  public boolean stream() {
    return facts.stream();
  }

  /** The length of the body in bytes. */
  public int size() {
    return body.length;
  }

  /** The body as sent, read-only. */
  public ByteBuffer body() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }

  /** The body as sent, to be read once from its start; it holds nothing that must be closed. */
  public InputStream open() {
    return new ByteArrayInputStream(body);
  }

  /** The body as sent: not a copy, and not to be changed. */
  public byte[] bytes() {
    return body;
  }

  /**
   * The body with {@code name} as its model, in parts to be sent one after the other; the bytes as
   * sent if that is what they say. Nothing of it is copied, however long it is.
   */
  public List<ByteBuffer> bodyFor(String name) {
    TreeMap<Integer, Renamed> others = new TreeMap<>();
    if (!name.equals(facts.model())) {
      others.put(facts.name().start(), new Renamed(facts.name(), name));
    }
    if (facts.user() != null) {
      others.put(facts.user().value().start(), facts.user());
    }
    List<ByteBuffer> parts = new ArrayList<>(2 * others.size() + 1);
    int done = 0;
    for (Renamed other : others.values()) {
      byte[] quoted = ("\"" + escaped(other.name()) + "\"").getBytes(UTF_8);
      parts.add(body().limit(other.value().start()).position(done));
      parts.add(ByteBuffer.wrap(quoted).asReadOnlyBuffer());
      done = other.value().end();
    }
    parts.add(body().position(done));
    return parts;
  }

  private static String escaped(String name) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(name));
  }
}
