package io.tidegate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.exchange.AnswerHead;
import java.io.IOException;

/** How a plain answer is shown to its client. */
enum Rendering {
  /** As the node sent it. */
  AS_IS(AnswerHead.JSON) {
    @Override
    byte[] render(byte[] answer) {
      return answer;
    }
  },
  /** The words of the model and nothing else. */
  TEXT("text/plain; charset=utf-8") {
    @Override
    byte[] render(byte[] answer) throws IOException {
      try {
        return JSON.readTree(answer)
            .path("choices")
            .path(0)
            .path("message")
            .path("content")
            .asText("")
            .getBytes(UTF_8);
      } catch (JsonProcessingException gateLetsOnlyJsonThrough) {
        throw new IllegalStateException(gateLetsOnlyJsonThrough);
      }
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String contentType;

  Rendering(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  abstract byte[] render(byte[] answer) throws IOException;
}
