package io.tidegate.api.batches;

import static io.tidegate.exchange.ErrorCode.INVALID_VALUE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.files.Files;
import io.tidegate.files.NewFile;
import io.tidegate.files.PendingFile;
import io.tidegate.files.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;

/**
 * Reads one upload, a {@code multipart/form-data} body (RFC 7578), and stores its file as it comes.
 * The parts may have any order; unknown ones are passed over. Used once, by one thread.
 */
final class UploadForm implements AutoCloseable {

  private static final Set<String> PURPOSES =
      Set.of("assistants", Files.BATCH, "fine-tune", "vision", "user_data", "evals");
  private static final String EXPIRY = "expires_after";
  private static final Set<String> FIELDS =
      Set.of("purpose", EXPIRY + "[anchor]", EXPIRY + "[seconds]");
  private static final int LONGEST_FIELD = 200;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_HEAD = 4096;
  private static final int BUFFER = 64 << 10;

  /** RFC 2046 allows 70 characters. */
  private static final int LONGEST_BOUNDARY = 70;

  private final Files files;
  private final TenantId tenant;
  private final Map<String, String> fields = new HashMap<>();
  private PendingFile draft;
  private String filename;

  /** An upload of {@code tenant} to {@code files}. */
  UploadForm(Files files, TenantId tenant) {
    this.files = files;
    this.tenant = tenant;
  }

  /**
   * Stores the file in {@code body}.
   *
   * @param contentType the request's content type with its boundary, or null
   * @throws FailureException that names the field and the rule; nothing is stored then
   * @throws IOException what reading {@code body} threw
   */
  StoredFile read(String contentType, InputStream body) throws IOException {
    byte[] boundary = boundary(contentType);
    try {
      MultipartInput input =
          MultipartInput.builder()
              .setInputStream(body)
              .setBoundary(boundary)
              .setPartHeaderSizeMax(LONGEST_HEAD)
              .get();
      input.setHeaderCharset(UTF_8);
      for (boolean next = input.skipPreamble(); next; next = input.readBoundary()) {
        part(PartHead.of(input.readHeaders()), input);
      }
    } catch (FileUploadException broken) {
      throw Failure.of(INVALID_VALUE, "The body is not whole multipart/form-data.").asException();
    }
    return stored();
  }

  private static byte[] boundary(String contentType) {
    Map<String, String> parameters = parameters(contentType == null ? "" : contentType);
    String boundary = parameters.get("boundary");
    if (!parameters.containsKey("multipart/form-data")
        || boundary == null
        || boundary.length() > LONGEST_BOUNDARY) {
      throw Failure.of(
              INVALID_VALUE,
              "Send the file as 'Content-Type: multipart/form-data' with a boundary.")
          .asException();
    }
    return boundary.getBytes(ISO_8859_1);
  }

  private static Map<String, String> parameters(String header) {
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    return parser.parse(header, ';');
  }

  /** What the head of a part says; each is null if it does not say it. */
  private record PartHead(String name, String filename) {

    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");
    private static final String DISPOSITION = "content-disposition:";

    static PartHead of(String headers) {
      for (String line : headers.split("\r\n", -1)) {
        if (line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length())) {
          Map<String, String> said = parameters(unescaped(line.substring(DISPOSITION.length())));
          return new PartHead(said.get("name"), said.get("filename"));
        }
      }
      return new PartHead(null, null);
    }

    /** Escaped quotes as browsers write them; a backslash parts a path, as a slash does. */
    private static String unescaped(String said) {
      return ESCAPED.matcher(said).replaceAll(pair -> pair.group(1).equals("\"") ? "%22" : "/");
    }
  }

  private void part(PartHead head, MultipartInput input) throws IOException {
    if ("file".equals(head.name())) {
      file(head, input);
    } else if (head.name() != null && FIELDS.contains(head.name())) {
      field(head.name(), input);
    } else {
      input.discardBodyData();
    }
  }

  private void field(String name, MultipartInput input) throws IOException {
    try (InputStream in = input.newInputStream()) {
      byte[] value = in.readNBytes(LONGEST_FIELD);
      if (fields.putIfAbsent(name, new String(value, UTF_8)) != null) {
        throw invalid(name, "must be given once");
      }
    }
    if (name.equals("purpose")) {
      checkPurpose();
    }
  }

  private void file(PartHead head, MultipartInput input) throws IOException {
    if (draft != null) {
      throw invalid("file", "must be given once");
    }
    filename = name(head.filename());
    draft = files.draft(tenant, fields.get("purpose"));
    byte[] buffer = new byte[BUFFER];
    // Not closed, since that would read the rest of a file that was just refused.
    InputStream in = input.newInputStream();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      draft.write(buffer, 0, read);
    }
  }

  /** The last part of the path that some clients send; browsers write a quote as {@code %22}. */
  private static String name(String given) {
    String path = given == null ? "" : given.replace("%22", "\"");
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw invalid(
          "file", "must have a name of at most " + LONGEST_NAME + " characters without controls");
    }
    return name.isBlank() ? "file" : name;
  }

  private StoredFile stored() {
    if (!fields.containsKey("purpose")) {
      throw Failure.missing("purpose").asException();
    }
    if (draft == null) {
      throw Failure.missing("file").asException();
    }
    if (draft.bytes() == 0) {
      throw invalid("file", "must not be empty");
    }
    String anchor = fields.get(EXPIRY + "[anchor]");
    String seconds = fields.get(EXPIRY + "[seconds]");
    return draft.finish(
        new NewFile(
            tenant,
            fields.get("purpose"),
            filename,
            anchor == null && seconds == null ? null : FileExpiry.of(EXPIRY, anchor, seconds)));
  }

  private void checkPurpose() {
    if (!PURPOSES.contains(fields.get("purpose"))) {
      throw invalid(
          "purpose", "must be one of " + String.join(", ", PURPOSES.stream().sorted().toList()));
    }
  }

  /** Lets go of what was not stored. */
  @Override
  public void close() {
    if (draft != null) {
      draft.close();
    }
  }

  private static FailureException invalid(String field, String rule) {
    return Failure.invalid(field, rule).asException();
  }
}
