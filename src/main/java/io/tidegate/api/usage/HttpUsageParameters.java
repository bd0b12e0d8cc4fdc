package io.tidegate.api.usage;

import jakarta.ws.rs.QueryParam;

/** What is asked for in the address; null where it is not said. */
public final class HttpUsageParameters {

  @QueryParam("from")
  private String from;

  @QueryParam("to")
  private String to;

  @QueryParam("tenant")
  private String tenant;

  @QueryParam("key")
  private String key;

  @QueryParam("model")
  private String model;

  @QueryParam("group")
  private String group;

  @QueryParam("format")
  private String format;

  /** The first day. */
  String from() {
    return from;
  }

  /** The last day. */
  String to() {
    return to;
  }

  /** Of whom. */
  String tenant() {
    return tenant;
  }

  /** By which key. */
  String key() {
    return key;
  }

  /** Of which model. */
  String model() {
    return model;
  }

  /** What is told apart, with commas between. */
  String group() {
    return group;
  }

  /** {@code csv} or {@code json}. */
  String format() {
    return format;
  }
}
