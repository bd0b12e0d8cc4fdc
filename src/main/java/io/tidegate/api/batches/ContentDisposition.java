package io.tidegate.api.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** Writes {@code Content-Disposition} for a name that a client chose (RFC 6266, RFC 8187). */
final class ContentDisposition {

  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~";

  private ContentDisposition() {}

  /** A file to be saved as {@code name}: in ASCII for old clients, and exactly for others. */
  static String attachment(String name) {
    StringBuilder ascii = new StringBuilder();
    name.codePoints()
        .map(each -> each > ' ' && each < 127 && "\"\\/%".indexOf(each) < 0 ? each : '_')
        .forEach(ascii::appendCodePoint);
    StringBuilder exact = new StringBuilder();
    for (byte each : name.getBytes(UTF_8)) {
      if (PLAIN.indexOf(each) >= 0) {
        exact.append((char) each);
      } else {
        exact.append(String.format(Locale.ROOT, "%%%02X", each));
      }
    }
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + exact;
  }
}
