package io.tidegate.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.Failure;
import io.tidegate.exchange.TenantId;
import io.tidegate.files.BatchFiles;
import io.tidegate.files.Files;
import io.tidegate.files.NewFile;
import io.tidegate.files.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Files in memory; of those that are uploaded the database knows, too. */
public final class FakeContents implements BatchFiles {

  private static final class Kept {
    private final StoredFile file;
    private final byte[] bytes;

    Kept(StoredFile file, byte[] bytes) {
      this.file = file;
      this.bytes = bytes;
    }
  }

  private final Map<String, Kept> files = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();
  private final Consumer<StoredFile> uploaded;

  /** Told whose file is opened, before it is. */
  Consumer<TenantId> opened = tenant -> {};

  /** Told of each file that is stored, before it is. */
  Consumer<NewFile> stored = file -> {};

  /** None yet; {@code uploaded} is told of each that a tenant adds. */
  FakeContents(Consumer<StoredFile> uploaded) {
    this.uploaded = uploaded;
  }

  /** Adds a file as a tenant does. */
  public String upload(TenantId tenant, String purpose, byte[] bytes) {
    String id = keep(new NewFile(tenant, purpose, "in.jsonl", null), bytes);
    uploaded.accept(files.get(id).file);
    return id;
  }

  /** The lines of the file {@code id}. */
  List<String> lines(String id) {
    String text = new String(files.get(id).bytes, UTF_8);
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\n"));
  }

  /** How many files there are. */
  int count() {
    return files.size();
  }

  @Override
  public StoredFile get(TenantId tenant, String id) {
    return kept(tenant, id).file;
  }

  @Override
  public InputStream open(TenantId tenant, String id) {
    opened.accept(tenant);
    return new ByteArrayInputStream(kept(tenant, id).bytes);
  }

  @Override
  public byte[] read(TenantId tenant, String id, long from, int length) {
    return Arrays.copyOfRange(kept(tenant, id).bytes, (int) from, (int) from + length);
  }

  @Override
  public String store(NewFile file, Files.Content content) throws IOException {
    stored.accept(file);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    return keep(file, bytes.toByteArray());
  }

  @Override
  public List<String> named(TenantId tenant, String purpose, String filename, long since) {
    return files.values().stream()
        .map(kept -> kept.file)
        .filter(file -> file.tenant().equals(tenant) && file.purpose().equals(purpose))
        .filter(file -> file.filename().equals(filename))
        .map(StoredFile::id)
        .toList();
  }

  @Override
  public void delete(TenantId tenant, String id) {
    files.remove(id);
  }

  private String keep(NewFile file, byte[] bytes) {
    String id = "file-" + last.incrementAndGet();
    StoredFile stored =
        new StoredFile(id, file.tenant(), file.purpose(), file.filename(), bytes.length, 1, 0);
    files.put(id, new Kept(stored, bytes));
    return id;
  }

  private Kept kept(TenantId tenant, String id) {
    Kept kept = files.get(id);
    if (kept == null || !kept.file.tenant().equals(tenant)) {
      throw Failure.of(ErrorCode.NOT_FOUND, "There is no such file.").asException();
    }
    return kept;
  }
}
