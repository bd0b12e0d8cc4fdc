package io.tidegate.api.batches;

import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;

import io.tidegate.api.entry.HttpVisit;
import io.tidegate.api.http.HttpBlockingWork;
import io.tidegate.api.http.HttpDownload;
import io.tidegate.api.http.HttpEnd;
import io.tidegate.api.http.HttpReply;
import io.tidegate.api.http.ListQuery;
import io.tidegate.api.http.PacedStream;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import io.tidegate.files.Files;
import io.tidegate.files.StoredFile;
import io.tidegate.work.TenantShares;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** Answers requests about files; they must be suspended. Thread-safe. */
public final class HttpFiles {

  /**
   * Where the work is done.
   *
   * @param files what the database answers
   * @param uploads what waits for clients that send
   * @param downloads what is written to clients
   * @param places for files that are written to clients
   */
  public record Benches(
      HttpBlockingWork files,
      HttpBlockingWork uploads,
      HttpDownload.Desk downloads,
      TenantShares places) {}

  private static final Failure BUSY =
      Failure.of(STORE_UNAVAILABLE, "Too many files are being downloaded.");

  private final Files files;
  private final Benches benches;
  private final long maxUpload;

  /** The files {@code files}; no upload has a body of more than {@code maxUpload} bytes. */
  public HttpFiles(Files files, Benches benches, long maxUpload) {
    this.files = files;
    this.benches = benches;
    this.maxUpload = maxUpload;
  }

  void upload(HttpServletRequest http) {
    if (http.getContentLengthLong() > maxUpload) {
      throw PacedStream.tooLarge(maxUpload);
    }
    HttpServletRequest real = HttpVisit.own(http);
    benches.uploads().take(real, () -> HttpReply.json(real, StoredFileJson.of(stored(real))));
  }

  private StoredFile stored(HttpServletRequest http) throws IOException {
    try (UploadForm form = new UploadForm(files, tenant(http))) {
      InputStream body =
          new PacedStream(
              http.getInputStream(), maxUpload, benches.downloads().clock(), HttpVisit.work(http));
      return form.read(http.getContentType(), body);
    }
  }

  void list(HttpServletRequest http) {
    ListQuery query = ListQuery.ofFiles(http::getParameter);
    benches
        .files()
        .answer(
            http,
            tenant ->
                StoredFileJson.of(
                    files.list(
                        tenant,
                        query.purpose(),
                        query.after(),
                        query.limit(),
                        query.oldestFirst())));
  }

  void get(HttpServletRequest http, String id) {
    benches.files().answer(http, tenant -> StoredFileJson.of(files.get(tenant, id)));
  }

  void delete(HttpServletRequest http, String id) {
    benches
        .files()
        .answer(
            http,
            tenant -> {
              files.delete(tenant, id);
              return StoredFileJson.deleted(id);
            });
  }

  void content(HttpServletRequest http, String id) {
    HttpServletRequest real = HttpVisit.own(http);
    String tenant = tenant(real).value();
    if (!benches.places().tryEnter(tenant)) {
      throw BUSY.asException();
    }
    HttpEnd.then(real, () -> benches.places().leave(tenant));
    benches.files().take(real, () -> download(real, files.get(tenant(real), id)));
  }

  private void download(HttpServletRequest http, StoredFile file) throws IOException {
    InputStream content = files.open(file.tenant(), file.id());
    HttpServletResponse response = HttpReply.response(http);
    HttpReply.head(response, HttpReply.id(http), 200, "application/octet-stream");
    response.setContentLengthLong(file.bytes());
    response.setHeader("Content-Disposition", ContentDisposition.attachment(file.filename()));
    response.setHeader("X-Content-Type-Options", "nosniff");
    new HttpDownload(benches.downloads(), http.getAsyncContext(), content).start();
  }

  private static TenantId tenant(HttpServletRequest http) {
    return HttpVisit.of(http).tenant();
  }
}
