package io.tidegate.api.http;

import io.tidegate.Gateway;
import io.tidegate.api.open.CallLedger;
import io.tidegate.api.open.OpenAnswers;
import io.tidegate.jobs.Job;
import io.tidegate.jobs.Submission;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What those share who serve calls.
 *
 * @param gateway answers calls
 * @param jobs takes in those that are to be answered later
 * @param ledger is told how each ended
 * @param open knows those whose clients wait
 * @param refusal tells the refused when to come back
 * @param clock the nano clock
 */
public record CallServices(
    Gateway gateway,
    Function<Submission, CompletionStage<Job>> jobs,
    CallLedger ledger,
    OpenAnswers open,
    RetryAdvice refusal,
    LongSupplier clock) {}
