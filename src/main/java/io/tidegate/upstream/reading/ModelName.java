package io.tidegate.upstream.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.ByteBuffer;

/**
 * Lets answers name a model as the pool offers it, whatever each node calls it; all else in them
 * stays as it is, byte for byte. For one answer and one thread at a time.
 */
public final class ModelName {

  private final String offered;
  private final byte[] quoted;
  private String nodes;

  /** Names answers {@code offered}. */
  public ModelName(String offered) {
    this.offered = offered;
    String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(offered));
    this.quoted = ("\"" + escaped + "\"").getBytes(UTF_8);
  }

  /** {@code json}, of which {@code facts} are known, with this name; itself if it has it. */
  public byte[] in(byte[] json, ChunkFacts facts) {
    ChunkFacts.Named said = facts.model();
    if (said == null) {
      return json;
    }
    nodes = said.name();
    if (nodes.equals(offered)) {
      return json;
    }
    int rest = json.length - said.end();
    return ByteBuffer.allocate(said.start() + quoted.length + rest)
        .put(json, 0, said.start())
        .put(quoted)
        .put(json, said.end(), rest)
        .array();
  }

  /** What the node calls its model, or null while it has not said. */
  public String said() {
    return nodes;
  }
}
