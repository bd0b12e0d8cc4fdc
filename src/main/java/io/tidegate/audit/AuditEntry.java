package io.tidegate.audit;

/**
 * An act in its place in the chain.
 *
 * @param seq its number, from 1 without a gap
 * @param act what was done
 * @param link how it hangs in the chain
 */
public record AuditEntry(long seq, AuditAct act, Link link) {

  /**
   * A link of the chain.
   *
   * @param previous the hash of the entry before, empty for the first
   * @param hash the hash of this one, over that of the one before
   * @param seal which secret it was made with, or {@link AuditSeal#NONE}
   */
  public record Link(String previous, String hash, String seal) {}
}
