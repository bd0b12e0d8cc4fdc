package io.tidegate.api.entry;

import java.util.Map;

/**
 * A resource of which the audit log tells what a change found and what it left. It is asked before
 * and after each request that would change something, on a thread of the server: what it says is
 * read from memory. Thread-safe.
 */
public interface AuditedResource {

  /**
   * How that stands which a request is about, as JSON without secrets.
   *
   * @param path the parameters of the request's path by name; empty for what is made by {@code
   *     POST}
   * @return null if there is no such thing
   */
  String audited(Map<String, String> path);
}
