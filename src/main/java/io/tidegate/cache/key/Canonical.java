package io.tidegate.cache.key;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tidegate.dialect.Dialect;
import io.tidegate.dialect.Unread;
import io.tidegate.dialect.known.Dialects;
import io.tidegate.exchange.Call;
import io.tidegate.exchange.Operation;
import io.tidegate.exchange.Request;
import java.io.IOException;
import java.util.Set;

/**
 * What a call asks for, in the one form that all its spellings have in common.
 *
 * <p>Neither whitespace counts nor how a string or a number is written, nor the order of the
 * members of the body and of each of its messages; everything else does, so that members nobody
 * here knows change the form, too. Below, as in a schema, the order in which properties are named
 * is that in which a model writes them. Of members with the same name all are kept in their order,
 * since nodes differ in which they take. Left out are the members that say only how the answer is
 * delivered and who asks, which each dialect has of its own, what it knows that no model reads, and
 * {@code model}, in whose place stands the one that serves the call.
 */
final class Canonical {

  /** Is the first byte of each form; to be raised with every change of the form. */
  private static final char VERSION = '3';

  /** The lists of messages, of whose members the order says nothing. */
  private static final Set<String> TURNS = Set.of("messages", "input");

  /** Lengths need no bound of their own: the body has one, and no number is ever computed. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final CanonicalBytes bytes;
  private final OpenObjects objects = new OpenObjects();
  private final Set<String> aside;

  /** What else is left out; null if nothing. */
  private final Unread unread;

  /** The object that is left out at its end; null if none. */
  private JsonStreamContext dropped;

  private Canonical(int expected, Dialect dialect, Operation operation) {
    this.bytes = new CanonicalBytes(expected);
    this.aside = dialect.aside();
    this.unread = dialect.unread(operation);
  }

  /**
   * The SHA-256 of the canonical form of {@code call}, or null when there is none: the body is not
   * JSON, nests too deeply for Jackson, or is not UTF-8 by the letter, which nodes would read each
   * in their own way.
   *
   * @param model the model that serves it, aliases resolved
   * @param shared whether the tenant is left out
   */
  static byte[] sha256(Call call, String model, boolean shared) {
    Request request = call.request();
    if (!StrictUtf8.holds(request.body())) {
      return null;
    }
    Operation operation = call.operation();
    Canonical form = new Canonical(request.size(), Dialects.of(operation), operation);
    form.terms(call, model, shared);
    try (JsonParser in = JSON.createParser(request.open())) {
      form.body(in);
    } catch (IOException notJson) {
      return null;
    }
    return form.bytes.sha256(0);
  }

  private void terms(Call call, String model, boolean shared) {
    bytes.tag(VERSION);
    bytes.tag(shared ? 's' : 'o');
    if (!shared) {
      bytes.text(call.tenant().value());
    }
    bytes.tag(call.terms().pinned() ? 'p' : 'a');
    bytes.text(call.operation().path());
    call.terms().features().betas().forEach(bytes::text);
    bytes.text(model);
  }

  private void body(JsonParser in) throws IOException {
    for (JsonToken next = in.nextToken(); next != null; next = in.nextToken()) {
      token(next, in);
    }
  }

  private void token(JsonToken token, JsonParser in) throws IOException {
    switch (token) {
      case START_OBJECT -> {
        objects.open(bytes.size());
        bytes.tag('{');
      }
      case END_OBJECT -> close(in);
      case START_ARRAY -> bytes.tag('[');
      case END_ARRAY -> bytes.tag(']');
      case FIELD_NAME -> member(in);
      case VALUE_STRING -> string(in);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        char[] chars = in.getTextCharacters();
        bytes.number(chars, in.getTextOffset(), in.getTextLength());
      }
      case VALUE_TRUE -> bytes.tag('t');
      case VALUE_FALSE -> bytes.tag('f');
      case VALUE_NULL -> bytes.tag('n');
      default -> throw new JsonParseException(in, "no token of JSON");
    }
  }

  private void member(JsonParser in) throws IOException {
    boolean outermost = in.getParsingContext().getParent().inRoot();
    String name = in.currentName();
    if ((outermost && (name.equals("model") || aside.contains(name)))
        || (unread != null && unread.member(in.getParsingContext()))) {
      in.nextToken();
      in.skipChildren();
    } else {
      objects.member(bytes.size());
      text(in);
    }
  }

  private void string(JsonParser in) throws IOException {
    text(in);
    if (unread != null
        && unread.object(
            in.getParsingContext(),
            in.getTextCharacters(),
            in.getTextOffset(),
            in.getTextLength())) {
      dropped = in.getParsingContext();
    }
  }

  private void text(JsonParser in) throws IOException {
    char[] chars = in.getTextCharacters();
    bytes.text(chars, in.getTextOffset(), in.getTextLength());
  }

  private void close(JsonParser in) {
    int start = objects.close(bytes, isUnordered(in.getParsingContext()));
    bytes.tag('}');
    if (dropped != null && in.getParsingContext() == dropped.getParent()) {
      bytes.truncate(start);
      dropped = null;
    } else {
      bytes.shorten(start);
    }
  }

  /** Whether the order of the members of an object in {@code outer} says nothing. */
  private static boolean isUnordered(JsonStreamContext outer) {
    return outer.inRoot() || (outer.inArray() && isOfTurns(outer.getParent()));
  }

  private static boolean isOfTurns(JsonStreamContext holder) {
    return holder.inObject()
        && holder.getParent().inRoot()
        && TURNS.contains(holder.getCurrentName());
  }
}
