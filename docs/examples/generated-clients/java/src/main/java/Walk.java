import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.client.ApiClient;
import io.tidegate.client.ApiException;
import io.tidegate.client.api.JobsApi;
import io.tidegate.client.api.NodesApi;
import io.tidegate.client.api.OpenAiApi;
import io.tidegate.client.model.ChatMessage;
import io.tidegate.client.model.Job;
import io.tidegate.client.model.JobRequest;
import io.tidegate.client.model.JobResult;
import io.tidegate.client.model.NodeView;
import java.util.Base64;
import java.util.Map;

/** Lists the nodes, submits a job and reads its result, by a client that was made from /openapi. */
public final class Walk {

  private Walk() {}

  public static void main(String[] arguments) throws ApiException, InterruptedException {
    Map<String, String> given = System.getenv();
    String password = "admin:" + given.getOrDefault("TIDEGATE_PASSWORD", "");
    ApiClient admin =
        client("Basic " + Base64.getEncoder().encodeToString(password.getBytes(UTF_8)));
    String key = given.get("TIDEGATE_KEY");
    ApiClient tenant = client(key == null ? null : "Bearer " + key);

    for (NodeView node : new NodesApi(admin).listNodes()) {
      System.out.printf(
          "node %s: %s, weight %d, serves %s%n",
          node.getName(), node.getState(), node.getWeight(), node.getServing());
    }
    String model = new OpenAiApi(tenant).listModels().getData().get(0).getId();
    show(new JobsApi(tenant), model);
  }

  private static void show(JobsApi jobs, String model) throws ApiException, InterruptedException {
    JobRequest chat =
        new JobRequest()
            .model(model)
            .addMessagesItem(new ChatMessage().role("user").content("Hello"));
    Job job = jobs.submitJob(JobsApi.APISubmitJobRequest.newBuilder().jobRequest(chat).build());
    JobsApi.APIGetJobRequest again = JobsApi.APIGetJobRequest.newBuilder().id(job.getId()).build();
    while (job.getFinishedAt() == null) {
      Thread.sleep(200);
      job = jobs.getJob(again);
    }
    System.out.printf("job %s after %d attempt(s)%n", job.getStatus(), job.getAttempts());

    JobResult result =
        jobs.getJobResult(JobsApi.APIGetJobResultRequest.newBuilder().id(job.getId()).build());
    System.out.println("result: " + result.getChoices().get(0).getMessage().getContent());
    try {
      jobs.getJob(JobsApi.APIGetJobRequest.newBuilder().id("job_0").build());
    } catch (ApiException missing) {
      System.out.println("error: " + missing.getCode());
    }
  }

  private static ApiClient client(String authorization) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv().getOrDefault("TIDEGATE_URL", "http://localhost:9080"));
    if (authorization != null) {
      client.setRequestInterceptor(request -> request.header("Authorization", authorization));
    }
    return client;
  }
}
