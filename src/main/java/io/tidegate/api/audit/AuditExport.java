package io.tidegate.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.api.http.ApiJson;
import io.tidegate.audit.AuditEntry;
import io.tidegate.audit.AuditRows;
import io.tidegate.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The log as lines of JSON, the oldest act first, read from the database a portion at a time. For
 * one thread at a time.
 */
final class AuditExport extends InputStream {

  private static final int PORTION = 200;

  private final AuditRows rows;
  private long last;
  private byte[] lines;
  private int at;

  /** The log in {@code rows}, of which the first portion is read at once. */
  AuditExport(AuditRows rows) {
    this.rows = rows;
    this.lines = next();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (at == lines.length) {
      try {
        lines = next();
      } catch (StoreException away) {
        throw new IOException(away);
      }
      at = 0;
    }
    if (lines.length == 0) {
      return -1;
    }
    int count = Math.min(length, lines.length - at);
    System.arraycopy(lines, at, into, from, count);
    at += count;
    return count;
  }

  private byte[] next() {
    List<AuditEntry> some = rows.following(last, PORTION);
    StringBuilder text = new StringBuilder();
    for (AuditEntry entry : some) {
      text.append(ApiJson.text(AuditEntryJson.of(entry))).append('\n');
      last = entry.seq();
    }
    return text.toString().getBytes(UTF_8);
  }
}
