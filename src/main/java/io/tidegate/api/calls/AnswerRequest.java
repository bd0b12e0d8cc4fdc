package io.tidegate.api.calls;

import static java.util.Objects.requireNonNull;

import io.tidegate.Inquiry;
import io.tidegate.exchange.Call;
import io.tidegate.jobs.Submission;

/**
 * What a client is to get.
 *
 * @param inquiry what it asks
 * @param rendering how a plain answer is shown
 * @param overflow the options of the job that the call becomes when it is refused for overload, or
 *     null if it is refused then
 */
record AnswerRequest(Inquiry inquiry, Rendering rendering, Submission.Options overflow) {

  AnswerRequest {
    requireNonNull(inquiry, "inquiry");
    requireNonNull(rendering, "rendering");
  }

  /** The call that it makes. */
  Call call() {
    return inquiry.call();
  }
}
