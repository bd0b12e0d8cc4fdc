package io.tidegate.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Everything a node does in reply to one request. Faults are nothing but other scripts.
 *
 * @param head sent when the first step is due, or at once if there is none
 * @param steps the body, piece by piece, made when asked for; walked once, by one player
 * @param ending what follows the last step
 */
record Script(Head head, Iterator<ScriptStep> steps, Ending ending) {

  /** What a node does after the last step. */
  enum Ending {
    /** The body ends properly. */
    END,
    /** The connection is closed without an end of the body. */
    CUT,
    /** Nothing more happens until the client goes. */
    HANG
  }

  /** The head, then nothing until the client goes. */
  static Script silent(Head head) {
    return new Script(head, Collections.emptyIterator(), Ending.HANG);
  }

  /** A whole JSON answer, at once. */
  static Script of(ObjectNode body) {
    return whole(Head.JSON, new ScriptStep(0, SimulatorJson.bytes(body)));
  }

  /** A whole answer in one step. */
  static Script whole(Head head, ScriptStep step) {
    return new Script(head, List.of(step).iterator(), Ending.END);
  }
}
