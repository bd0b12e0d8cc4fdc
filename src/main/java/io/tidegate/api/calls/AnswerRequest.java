package io.tidegate.api.calls;

import static java.util.Objects.requireNonNull;

import io.tidegate.Inquiry;
import io.tidegate.exchange.Call;
import io.tidegate.jobs.Submission;

/**
 * What a client is to get.
 *
 * @param call what it asks
 * @param inquiry what is asked for it at the moment; mostly the same
 * @param rendering how a plain answer is shown
 * @param overflow the options of the job that the call becomes when it is refused for overload, or
 *     null if it is refused then
 */
record AnswerRequest(Call call, Inquiry inquiry, Rendering rendering, Submission.Options overflow) {

  AnswerRequest {
    requireNonNull(call, "call");
    requireNonNull(inquiry, "inquiry");
    requireNonNull(rendering, "rendering");
  }

  /** A request for which is asked what the client asks. */
  AnswerRequest(Inquiry inquiry, Rendering rendering, Submission.Options overflow) {
    this(inquiry.call(), inquiry, rendering, overflow);
  }

  /** The same, for which {@code other} is asked. */
  AnswerRequest servedBy(Call other) {
    return other.request().change() == null
        ? this
        : new AnswerRequest(call, Inquiry.of(other), rendering, overflow);
  }
}
