package io.tidegate.audit;

/**
 * Which entries are wanted, the newest first; what is null limits nothing.
 *
 * @param from not before this time, in epoch milliseconds
 * @param to before this time
 * @param actor of this one only
 * @param path with paths that begin so
 * @param after those before this number; 0 for the newest
 * @param limit how many at most
 */
public record AuditQuery(long from, long to, String actor, String path, long after, int limit) {

  /** All from the newest on. */
  public static AuditQuery newest(int limit) {
    return new AuditQuery(0, Long.MAX_VALUE, null, null, 0, limit);
  }
}
