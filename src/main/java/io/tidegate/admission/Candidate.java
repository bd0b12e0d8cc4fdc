package io.tidegate.admission;

import io.tidegate.exchange.Call;
import io.tidegate.exchange.Failure;

/** A call that wants a place upstream; all its methods are thread-safe and do not block. */
public interface Candidate {

  /** The call itself. */
  Call call();

  /** The queue it stands in: the model that is to answer. */
  String lane();

  /** What it is expected to cost, in tokens, at least 1. */
  long tokens();

  /**
   * What decides which places it may use: calls with equal needs may use the same ones, but that
   * the cheaper may fit where the dearer does not. Never null; the same for as long as it waits.
   */
  Object needs();

  /**
   * Takes a place, if there is one for this call now.
   *
   * @param expectedWait nanoseconds that a call of this lane has to wait at present: routing may
   *     open further tiers for long waits
   * @return what starts the attempt in the place, to be run once and outside of any lock; null when
   *     there is no place
   */
  Runnable claim(long expectedWait);

  /**
   * Why it waits in vain until {@code until}, a reading of the nano clock, for no place will be
   * there before; null if one may be. In the past: why none is there now.
   */
  Failure inVain(long until);

  /** Ends the call without an attempt: {@code why} says for how long, if it is known. */
  void refuse(Failure why);

  /** Whether the call has ended meanwhile, so that it needs no place any more. */
  boolean gone();
}
