package io.tidegate.api.entry;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** A body that has come already: it is handed on as soon as somebody listens. */
final class ArrivedBody extends ServletInputStream {
  private final byte[] body;
  private int at;

  ArrivedBody(byte[] body) {
    this.body = body;
  }

  @Override
  public boolean isFinished() {
    return at == body.length;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setReadListener(ReadListener listener) {
    try {
      listener.onDataAvailable();
      listener.onAllDataRead();
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public int read() {
    return at == body.length ? -1 : body[at++];
  }

  @Override
  public int read(byte[] into, int from, int most) {
    int count = Math.min(most, body.length - at);
    System.arraycopy(body, at, into, from, count);
    at += count;
    return count == 0 ? -1 : count;
  }
}
