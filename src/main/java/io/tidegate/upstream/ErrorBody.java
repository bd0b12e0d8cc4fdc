package io.tidegate.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The body of an error response, read as far as an error object may reach. */
final class ErrorBody implements Body {

  private static final int MAX_SIZE = 64 << 10;

  private final AttemptRun run;
  private final int status;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);

  ErrorBody(AttemptRun run, int status) {
    this.run = run;
    this.status = status;
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    byte[] next = new byte[bytes.remaining()];
    bytes.get(next);
    body.write(next, 0, Math.min(next.length, MAX_SIZE - body.size()));
  }

  @Override
  public void end() {
    if (run.ended()) {
      return;
    }
    ChunkFacts facts = ChunkParser.parse(body.toByteArray());
    boolean explained = facts != null && facts.error() != null;
    run.refused(status, explained ? facts.error() : NodeError.UNKNOWN);
  }
}
