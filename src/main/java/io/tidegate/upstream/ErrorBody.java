package io.tidegate.upstream;

import io.tidegate.upstream.reading.ErrorReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The body of an error response, read as far as a reason may reach. */
final class ErrorBody implements Body {

  /** Some nodes say what is wrong behind a copy of the request. */
  private static final int MAX_SIZE = 256 << 10;

  /** So much is read in any case: when memory is short, ordinary reasons are to be told. */
  private static final int SMALL = 4 << 10;

  private final AttemptGate run;
  private final int status;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(256);
  private int most = MAX_SIZE;

  ErrorBody(AttemptGate run, int status) {
    this.run = run;
    this.status = status;
  }

  @Override
  public void bytes(ByteBuffer bytes) {
    int size = body.size() + bytes.remaining();
    if (size > SMALL && size <= most && !run.memory().take(bytes.remaining())) {
      most = Math.max(body.size(), SMALL);
    }
    byte[] next = new byte[Math.min(bytes.remaining(), most - body.size())];
    bytes.get(next);
    body.writeBytes(next);
    bytes.position(bytes.limit());
  }

  @Override
  public void end() {
    settle();
  }

  /** What is missing may be the end of the reason, which is told all the same. */
  @Override
  public boolean settle() {
    if (!run.ended()) {
      run.refused(status, ErrorReader.read(body.toByteArray()));
    }
    return true;
  }
}
