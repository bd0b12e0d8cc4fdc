package io.tidegate.audit;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Goes through the chain and finds where it is broken first. Waits for the database. */
public final class AuditVerifier {

  private static final int PORTION = 500;

  private final AuditRows rows;
  private final AuditSeal seal;

  /** Looks at the chain in {@code rows}, which servers with {@code seal} wrote. */
  public AuditVerifier(AuditRows rows, AuditSeal seal) {
    this.rows = requireNonNull(rows, "rows");
    this.seal = requireNonNull(seal, "seal");
  }

  /**
   * What was found.
   *
   * @param checked how many entries were looked at, the broken one included
   * @param unsealed how many of them were written without a secret
   * @param head the end of the chain, to be kept elsewhere: one that was cut and made anew has
   *     another
   * @param broken the number of the first entry that is not as it was, or not there; 0 for none
   * @param reason what is wrong with it, or null
   */
  public record Verdict(
      long checked, long unsealed, AuditRows.Head head, long broken, String reason) {}

  /** Goes through all of it. */
  public Verdict verify() {
    Walk walk = new Walk();
    // Before the entries: what is appended meanwhile is behind it.
    AuditRows.Head head = rows.head();
    for (List<AuditEntry> some = rows.following(0, PORTION);
        !some.isEmpty() && walk.reason == null;
        some = rows.following(walk.seq, PORTION)) {
      for (AuditEntry entry : some) {
        if (walk.reason == null) {
          walk.on(entry, head);
        }
      }
    }
    if (walk.reason == null && walk.seq < head.seq()) {
      walk.broken(walk.seq + 1, "the entry is missing");
    }
    return new Verdict(walk.checked, walk.unsealed, head, walk.broken, walk.reason);
  }

  /** How far one has come. */
  private final class Walk {
    private long seq;
    private String hash = "";
    private long checked;
    private long unsealed;
    private boolean sealed;
    private long broken;
    private String reason;

    private void on(AuditEntry entry, AuditRows.Head head) {
      AuditEntry.Link link = entry.link();
      boolean none = link.seal().equals(AuditSeal.NONE);
      checked++;
      unsealed += none ? 1 : 0;
      if (entry.seq() != seq + 1) {
        broken(seq + 1, "the entry is missing");
      } else if (!link.previous().equals(hash)) {
        broken(entry.seq(), "it does not follow the entry before it");
      } else if (!seal.knows(link.seal())) {
        broken(entry.seq(), "it was sealed with another secret than this server has");
      } else if (sealed && none) {
        broken(entry.seq(), "it is not sealed, though one before it is");
      } else if (!seal.holds(entry)) {
        broken(entry.seq(), "it was changed");
      } else if (entry.seq() == head.seq() && !link.hash().equals(head.hash())) {
        broken(entry.seq(), "it is not what the end of the chain was");
      }
      sealed |= !none;
      seq = entry.seq();
      hash = link.hash();
    }

    private void broken(long where, String why) {
      broken = where;
      reason = why;
    }
  }
}
