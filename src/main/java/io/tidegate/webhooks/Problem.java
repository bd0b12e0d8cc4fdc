package io.tidegate.webhooks;

import java.util.Locale;

/** Why an attempt did not deliver its event. */
public enum Problem {
  /** There is no such name. */
  UNKNOWN_HOST(false),
  /** No connection, or one that broke. */
  UNREACHABLE(false),
  /** The certificate is not the host's, or not trusted. */
  TLS(false),
  /** No whole answer in time. */
  TIMEOUT(false),
  /** Pointed elsewhere; that is not followed. */
  REDIRECT(false),
  /** An answer that is neither 2xx nor one of the others here. */
  STATUS(false),
  /** 410: the receiver wants no more of it. */
  GONE(true),
  /** The name leads to an address that is not public, nor allowed. */
  ADDRESS_REFUSED(true),
  /** The URL breaks a rule. */
  URL_REFUSED(true),
  /** The tenant has no secret to sign with. */
  NO_SECRET(true),
  /** The servers that sent it last stopped each time. */
  INTERRUPTED(true),
  /** The server had no thread to look the receiver's name up; nobody was asked for anything. */
  NOT_SENT(false);

  private final boolean hopeless;

  Problem(boolean hopeless) {
    this.hopeless = hopeless;
  }

  /** Whether repeating cannot help until somebody has changed something. */
  boolean hopeless() {
    return hopeless;
  }

  /** Whether the attempt is one of those that an event has. */
  boolean counts() {
    return this != NOT_SENT;
  }

  /** The name as clients and metrics have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
