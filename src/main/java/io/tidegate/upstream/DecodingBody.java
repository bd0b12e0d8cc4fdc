package io.tidegate.upstream;

import io.tidegate.exchange.Outcome.Kind;
import io.tidegate.exchange.Usage;
import io.tidegate.upstream.coding.ContentDecoding;
import io.tidegate.upstream.reading.Verdict;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * A body in a content coding, handed on decoded.
 *
 * <p>The gateway asks for none; some nodes and proxies compress all the same.
 */
final class DecodingBody implements Body {

  private final AttemptGate run;
  private final int status;
  private final ContentDecoding decoding;
  private final Body body;
  private boolean broken;

  /** The {@code body} of a response of {@code status}. */
  DecodingBody(AttemptGate run, int status, ContentDecoding decoding, Body body) {
    this.run = run;
    this.status = status;
    this.decoding = decoding;
    this.body = body;
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    try {
      decode(bytes);
    } catch (ZipException notInTheCoding) {
      broken = true;
      undecodable();
    }
    bytes.position(bytes.limit());
  }

  /** What an error means, its status says without words. */
  private void undecodable() {
    if (Bodies.good(status)) {
      run.fail(Kind.FAILED, Verdict.NOT_AN_ANSWER);
    } else {
      body.end();
    }
  }

  private void decode(ByteBuffer bytes) throws ZipException {
    while (!broken && !run.ended()) {
      ByteBuffer piece = decoding.decode(bytes);
      if (!piece.hasRemaining()) {
        return;
      }
      body.bytes(piece);
    }
  }

  /** Whether something is missing shows in the body: a check sum may lack, and the answer not. */
  @Override
  public void end() {
    body.end();
  }

  @Override
  public boolean settle() {
    return body.settle();
  }

  @Override
  public Usage seen() {
    return body.seen();
  }

  @Override
  public void pause() {
    body.pause();
  }

  @Override
  public void close() {
    decoding.close();
  }
}
