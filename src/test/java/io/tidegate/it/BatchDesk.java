package io.tidegate.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Files and batches by OpenAI's own client, as an application would handle them. */
final class BatchDesk {

  private final OpenAIClient client;

  BatchDesk(OpenAIClient client) {
    this.client = client;
  }

  FileObject upload(String name, String lines) {
    return client
        .files()
        .create(
            FileCreateParams.builder()
                .purpose(FilePurpose.BATCH)
                .file(
                    MultipartField.<InputStream>builder()
                        .value(new ByteArrayInputStream(lines.getBytes(UTF_8)))
                        .filename(name)
                        .build())
                .build());
  }

  Batch create(String inputFile) {
    return client
        .batches()
        .create(
            BatchCreateParams.builder()
                .inputFileId(inputFile)
                .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                .completionWindow(BatchCreateParams.CompletionWindow._24H)
                .build());
  }

  /** The batch {@code id} once {@code wanted} holds of it, within a minute. */
  Batch poll(String id, String what, Predicate<Batch> wanted) {
    Batch[] last = {null};
    Fleet.await(
        what,
        Duration.ofMinutes(1),
        () -> {
          last[0] = client.batches().retrieve(id);
          return wanted.test(last[0]);
        });
    return last[0].validate();
  }

  Batch ended(String id) {
    return poll(
        id,
        "the batch to end",
        batch ->
            switch (batch.status().value()) {
              case VALIDATING, IN_PROGRESS, FINALIZING, CANCELLING -> false;
              case FAILED, COMPLETED, EXPIRED, CANCELLED, _UNKNOWN -> true;
            });
  }

  String content(String file) {
    try (HttpResponse response = client.files().content(file);
        InputStream body = response.body()) {
      return new String(body.readAllBytes(), UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The lines of a result file by {@code custom_id}; fails if one comes twice. */
  Map<String, JsonNode> results(String file) {
    Map<String, JsonNode> results = new TreeMap<>();
    try (HttpResponse response = client.files().content(file);
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode result = Fleet.json(line);
        String id = result.path("custom_id").asText();
        if (results.put(id, result) != null) {
          throw new AssertionError("twice in the file: " + id);
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return results;
  }

  /** A line of a batch that asks {@code question}. */
  static String line(String id, String question) {
    return line(id, "POST", "/v1/chat/completions", Http.chat(question, false));
  }

  static String line(String id, String method, String url, String body) {
    return "{\"custom_id\":\"%s\",\"method\":\"%s\",\"url\":\"%s\",\"body\":%s}\n"
        .formatted(id, method, url, body);
  }
}
