package io.tidegate.it;

import io.tidegate.simulator.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A fault as clients meet it, and what they may be told.
 *
 * @param dialect what they speak
 * @param fault what the faulty nodes do
 * @param stream whether they read streams
 * @param all whether no node is healthy; else one of two is
 */
record FaultCell(SpokenDialect dialect, Fault fault, boolean stream, boolean all) {

  static final String RIGHT_ANSWER = "right answer";
  static final String LIMITED = "cut at its bound";

  private static final Set<Fault> BUSY =
      EnumSet.of(
          Fault.BUSY_503,
          Fault.BUSY_429,
          Fault.BUSY_529,
          Fault.ERROR_FIRST,
          Fault.ERROR_AFTER_PREAMBLE,
          Fault.INSUFFICIENT_RESOURCE);

  private static final Set<Fault> WAITS =
      EnumSet.of(
          Fault.BUSY_BLANK_LINES,
          Fault.BUSY_KEEP_ALIVE,
          Fault.BUSY_PINGS,
          Fault.STALL,
          Fault.STALL_AFTER_PREAMBLE,
          Fault.KEEP_ALIVE_AFTER_PREAMBLE);

  /** Faults that come after content has gone out: nothing can be taken back then. */
  private static final Set<Fault> MID_STREAM =
      EnumSet.of(
          Fault.ERROR_MID_STREAM,
          Fault.CUT_MID_STREAM,
          Fault.STALL_MID_STREAM,
          Fault.FAILED_MID_STREAM,
          Fault.END_MID_STREAM,
          Fault.INSUFFICIENT_RESOURCE_MID_STREAM);

  private static final Set<Fault> LOOKS_AMISS =
      EnumSet.of(
          Fault.NO_OUTPUT_AT_THE_END,
          Fault.DATA_ONLY,
          Fault.WRONG_CONTENT_TYPE,
          Fault.TORN_EVENTS,
          Fault.SLOW_FIRST_TOKEN,
          Fault.OPEN_AFTER_END,
          Fault.CUT_AFTER_END);

  /** Every fault in Responses and Messages; in chat those that {@link FaultsIT} leaves out. */
  static Stream<FaultCell> cells(boolean all) {
    return Stream.of(SpokenDialect.values())
        .flatMap(
            dialect ->
                EnumSet.range(
                        dialect == SpokenDialect.CHAT ? Fault.BUSY_529 : Fault.BUSY_503,
                        Fault.CUT_AFTER_END)
                    .stream()
                    .flatMap(
                        fault ->
                            Stream.of(
                                new FaultCell(dialect, fault, false, all),
                                new FaultCell(dialect, fault, true, all))));
  }

  /** The name of the model that is its own, so that no other cell's calls teach its nodes. */
  String model() {
    return "%s-%s-%s-%s"
        .formatted(dialect, fault, stream ? "stream" : "plain", all ? "all" : "one")
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }

  /** What clients are told when no node is healthy, sorted; else some of it, or the answer. */
  List<String> honest() {
    if (works()) {
      return List.of(stream ? "waits" : "504 " + named("deadline_exceeded"));
    }
    if (LOOKS_AMISS.contains(fault)) {
      return List.of(RIGHT_ANSWER);
    }
    if (fault == Fault.INCOMPLETE_AS_COMPLETED) {
      return List.of(LIMITED);
    }
    if (fault == Fault.KEY_REFUSED || fault == Fault.BALANCE_EMPTY) {
      // The first call finds out; then the accounts are out, and with them the nodes.
      return dialect == SpokenDialect.MESSAGES
          ? List.of("502 api_error", "529 overloaded_error")
          : List.of("502 upstream_failed", "503 no_node_available");
    }
    if (stream && fault == Fault.STALL_MID_STREAM) {
      return List.of("error event " + midStream("upstream_timeout"));
    }
    boolean busy = BUSY.contains(fault) || saysBusy();
    if (afterContent()) {
      return List.of("error event " + midStream(busy ? "upstream_busy" : "upstream_failed"));
    }
    if (unfinished()) {
      return List.of(RIGHT_ANSWER);
    }
    if (busy) {
      return List.of(
          dialect == SpokenDialect.MESSAGES ? "529 overloaded_error" : "503 upstream_busy");
    }
    return List.of("502 " + named("upstream_failed"));
  }

  /** Whether it comes when content has gone out. */
  boolean afterContent() {
    return stream
        && switch (fault) {
          case NO_DONE -> dialect != SpokenDialect.CHAT;
          case NO_FINISH -> dialect == SpokenDialect.MESSAGES;
          default -> MID_STREAM.contains(fault);
        };
  }

  /** All came but what says so, and in this form nothing is missing: no word that it goes on. */
  private boolean unfinished() {
    return switch (fault) {
      case NO_DONE -> dialect == SpokenDialect.CHAT && stream;
      case NO_FINISH ->
          stream ? dialect != SpokenDialect.MESSAGES : dialect != SpokenDialect.RESPONSES;
      default -> false;
    };
  }

  /** An error in the midst of an answer that says that the node has too much to do. */
  private boolean saysBusy() {
    return switch (fault) {
      case ERROR_MID_STREAM, INSUFFICIENT_RESOURCE_MID_STREAM -> true;
      case FAILED_AFTER_PREAMBLE, FAILED_MID_STREAM -> dialect != SpokenDialect.RESPONSES;
      default -> false;
    };
  }

  private String named(String code) {
    if (dialect != SpokenDialect.MESSAGES) {
      return code;
    }
    return code.equals("deadline_exceeded") ? "timeout_error" : "api_error";
  }

  /** The same in an event: Responses has codes of its own there. */
  private String midStream(String code) {
    return switch (dialect) {
      case CHAT -> code;
      case RESPONSES -> "server_error";
      case MESSAGES ->
          switch (code) {
            case "upstream_busy" -> "overloaded_error";
            case "upstream_timeout" -> "timeout_error";
            default -> "api_error";
          };
    };
  }

  /** Whether the node may be at work for all that is known, so that the call is its own limit. */
  boolean works() {
    return WAITS.contains(fault) || (fault == Fault.STALL_MID_STREAM && !stream);
  }
}
