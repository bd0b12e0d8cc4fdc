package io.tidegate.webhooks;

import io.tidegate.webhooks.address.AddressAllowlist;
import java.net.InetAddress;
import java.util.List;

/**
 * Which receivers are good.
 *
 * @param allowance what may be reached
 * @param plainHttp whether events may be sent without TLS
 */
record ReceiverPolicy(AddressAllowlist allowance, boolean plainHttp) {

  /**
   * The receiver that {@code url} names. Names are not looked up: where one leads shows when
   * something is sent.
   *
   * @throws IllegalArgumentException with the rule that was broken, and nothing of the URL
   */
  ReceiverUrl check(String url) {
    ReceiverUrl target = ReceiverUrl.parse(url);
    if (!target.secure() && !plainHttp) {
      throw new IllegalArgumentException(
          "must be an https address; the server's setting tidegate.webhooks.plain-http says so");
    }
    if (!target.literal().map(List::of).map(found -> admits(target, found)).orElse(true)) {
      throw new IllegalArgumentException(
          "must not lead to an address that is not public, unless the server's setting"
              + " tidegate.webhooks.allow names it");
    }
    return target;
  }

  /** Whether all of {@code addresses}, where the target's host led, may be connected to. */
  boolean admits(ReceiverUrl target, List<InetAddress> addresses) {
    return addresses.stream().allMatch(address -> allowance.admits(target.host(), address));
  }
}
