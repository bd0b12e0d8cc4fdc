package io.tidegate.bench.bare;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Takes a body and gives always the same answer. */
@Path("/")
public class BareResource {

  private static final byte[] ANSWER =
      ("{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
              + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
              + "{\"role\":\"assistant\",\"content\":\"It is a stub that answers.\"}}],"
              + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":7,\"total_tokens\":16}}")
          .getBytes(UTF_8);

  /** The answer, whatever is asked. */
  @POST
  @Path("v1/chat/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public byte[] answer(byte[] question) {
    return ANSWER;
  }
}
