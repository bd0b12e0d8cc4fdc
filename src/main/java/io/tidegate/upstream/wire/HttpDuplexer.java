package io.tidegate.upstream.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexer;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.reactor.ProtocolIOSession;

/**
 * One connection's requests and responses.
 *
 * <p>INVARIANT: every byte of a body that came before its connection broke is given on before that
 * is told. HttpCore's decoders throw where they meet the end of a connection, and with it away what
 * they have decoded in the same turn: an answer that was whole, and then cut, would be broken.
 */
final class HttpDuplexer extends ClientHttp1StreamDuplexer {

  HttpDuplexer(
      ProtocolIOSession session, HttpProcessor headers, Http1Config config, HttpFraming framing) {
    super(
        session,
        headers,
        config,
        CharCodingConfig.DEFAULT,
        DefaultConnectionReuseStrategy.INSTANCE,
        framing.parser(),
        framing.writer(),
        DefaultContentLengthStrategy.INSTANCE,
        DefaultContentLengthStrategy.INSTANCE,
        null);
  }

  @Override
  protected ContentDecoder createContentDecoder(
      long length,
      ReadableByteChannel channel,
      SessionInputBuffer buffer,
      BasicHttpTransportMetrics metrics)
      throws HttpException {
    LateEnd late = new LateEnd(channel);
    late.decoder = super.createContentDecoder(length, late.channel(), buffer, metrics);
    return late.decoder == null ? null : late;
  }

  /**
   * Tells its decoder of the connection's end only in a turn in which there is nothing to decode
   * any more: first without it, and then, if nothing came of that, with it.
   */
  private static final class LateEnd implements ContentDecoder {

    private final ReadableByteChannel connection;
    private ContentDecoder decoder;
    private boolean untold;
    private boolean over;

    LateEnd(ReadableByteChannel connection) {
      this.connection = connection;
    }

    ReadableByteChannel channel() {
      return new ReadableByteChannel() {
        @Override
        public int read(ByteBuffer bytes) throws IOException {
          try {
            int count = connection.read(bytes);
            over |= count < 0;
            return count < 0 && untold ? 0 : count;
          } catch (IOException reset) {
            over = true;
            if (untold) {
              return 0;
            }
            throw reset;
          }
        }

        @Override
        public boolean isOpen() {
          return connection.isOpen();
        }

        @Override
        public void close() throws IOException {
          connection.close();
        }
      };
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      int start = bytes.position();
      untold = true;
      int count = decoder.read(bytes);
      if (over && bytes.position() == start && !decoder.isCompleted()) {
        untold = false;
        count = decoder.read(bytes);
      }
      return count;
    }

    @Override
    public boolean isCompleted() {
      return decoder.isCompleted();
    }

    @Override
    public List<? extends Header> getTrailers() {
      return decoder.getTrailers();
    }
  }
}
