package io.tidegate.files;

import static io.tidegate.exchange.ErrorCode.CONFLICT;
import static io.tidegate.exchange.ErrorCode.NOT_FOUND;
import static io.tidegate.exchange.ErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.Failure;
import io.tidegate.exchange.FailureException;
import io.tidegate.exchange.TenantId;
import io.tidegate.files.FileStore.Hiding;
import io.tidegate.store.Aside;
import io.tidegate.store.Ids;
import io.tidegate.store.Page;
import io.tidegate.store.StorableText;
import io.tidegate.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The files of all tenants, in pieces in the database, so that every server sees them and none
 * holds one whole in memory. Each tenant sees its own only.
 *
 * <p>Waits for the database. Throws {@link io.tidegate.exchange.FailureException}: {@code
 * NOT_FOUND} for a file that the tenant does not have, {@code STORE_UNAVAILABLE} when the database
 * fails. Thread-safe.
 */
public final class Files {

  /** What the input of a batch is for. */
  public static final String BATCH = "batch";

  /** What the results of a batch are for: they are stored whatever the limits say. */
  public static final String BATCH_OUTPUT = "batch_output";

  /** The most bytes of a file for a batch: OpenAI's limit. */
  static final long MAX_BATCH_BYTES = 200L << 20;

  /** No upload takes longer: what is older and unfinished was left by a server that died. */
  private static final Duration LONGEST_UPLOAD = Duration.ofDays(1);

  /** The most files removed in a sweep, so that it ends. */
  private static final int SWEEP = 100;

  /** Writes the content of a file. */
  public interface Content {

    /** Writes all of it to {@code out}, which it leaves open. */
    void writeTo(OutputStream out) throws IOException;
  }

  private final FileStore store;
  private final FilesConfig config;
  private final InstantSource wall;
  private final Ids ids;
  private final Aside aside = new Aside("removing a file");

  /** The files in {@code store}. */
  Files(FileStore store, FilesConfig config, InstantSource wall, Ids ids) {
    this.store = requireNonNull(store, "store");
    this.config = requireNonNull(config, "config");
    this.wall = requireNonNull(wall, "wall");
    this.ids = requireNonNull(ids, "ids");
  }

  /**
   * Stores a file; it is seen by nobody before it is whole, and not at all if {@code content}
   * throws.
   *
   * @throws IOException what {@code content} threw
   * @throws io.tidegate.exchange.FailureException {@code REQUEST_TOO_LARGE} past the limit too
   */
  public StoredFile store(NewFile file, Content content) throws IOException {
    try (PendingFile draft = draft(file.tenant(), file.purpose())) {
      content.writeTo(draft);
      return draft.finish(file);
    }
  }

  /**
   * A file whose purpose and name may be known only after its content.
   *
   * @param purpose what it is for, if that is known, or null
   * @throws io.tidegate.exchange.FailureException {@code REQUEST_TOO_LARGE} if the tenant has no
   *     room left
   */
  public PendingFile draft(TenantId tenant, String purpose) {
    PendingFile.Bounds bounds = new PendingFile.Bounds(limit(purpose), room(tenant, purpose));
    String id = ids.next("file-");
    StoreException.told(
        () -> {
          store.begin(id, tenant, wall.millis());
          return id;
        });
    return new PendingFile(this, store, id, bounds);
  }

  private long limit(String purpose) {
    if (BATCH_OUTPUT.equals(purpose)) {
      return Long.MAX_VALUE;
    }
    return BATCH.equals(purpose) ? Math.min(config.maxBytes(), MAX_BATCH_BYTES) : config.maxBytes();
  }

  private long room(TenantId tenant, String purpose) {
    if (BATCH_OUTPUT.equals(purpose)) {
      return Long.MAX_VALUE;
    }
    long room = config.maxTotalBytes() - StoreException.told(() -> store.total(tenant));
    if (room <= 0) {
      throw PendingFile.noRoom();
    }
    return room;
  }

  /** Makes {@code draft} a file; the time of its end is that of its creation. */
  StoredFile finish(String id, NewFile file, long bytes) {
    if (bytes > limit(file.purpose())) {
      throw PendingFile.tooLarge(limit(file.purpose()));
    }
    if (bytes > room(file.tenant(), file.purpose())) {
      throw PendingFile.noRoom();
    }
    long now = wall.millis();
    Duration keep = file.keep() == null ? usualKeep(file.purpose()) : file.keep();
    long expires = keep == null ? 0 : now + keep.toMillis();
    StoredFile whole =
        new StoredFile(id, file.tenant(), file.purpose(), file.filename(), bytes, now, expires);
    if (!StoreException.told(() -> store.finish(whole))) {
      throw Failure.of(STORE_UNAVAILABLE, "The upload took too long and was removed.")
          .asException();
    }
    return whole;
  }

  private Duration usualKeep(String purpose) {
    return purpose.equals(BATCH) || purpose.equals(BATCH_OUTPUT) ? config.keep() : null;
  }

  /** The file {@code id} of {@code tenant}. */
  public StoredFile get(TenantId tenant, String id) {
    StoredFile found = find(tenant, id);
    if (found == null) {
      throw gone(id);
    }
    return found;
  }

  private StoredFile find(TenantId tenant, String id) {
    return Ids.isPossible(id) ? StoreException.told(() -> store.find(tenant, id)) : null;
  }

  /**
   * Up to {@code limit} files of {@code tenant}.
   *
   * @param purpose what they are for, or null for all
   * @param after the id of the file before the first, or null; one that is gone gives an empty page
   */
  public Page<StoredFile> list(
      TenantId tenant, String purpose, String after, int limit, boolean oldestFirst) {
    StoredFile cursor = after == null ? null : find(tenant, after);
    boolean none = purpose != null && !StorableText.isStorable(purpose);
    if (none || (after != null && cursor == null)) {
      return new Page<>(List.of(), false);
    }
    FileStore.Wanted wanted = new FileStore.Wanted(tenant, purpose, cursor, limit + 1, oldestFirst);
    return Page.of(StoreException.told(() -> store.list(wanted)), limit);
  }

  /** Deletes the file {@code id}; {@code CONFLICT} while a batch runs on it. */
  public void delete(TenantId tenant, String id) {
    var unused = get(tenant, id);
    switch (discard(id)) {
      case NEEDED ->
          throw Failure.of(CONFLICT, "A batch that has not ended reads the file '" + id + "'.")
              .asException();
      case BEFORE -> throw gone(id);
      case DONE -> {}
    }
  }

  /**
   * The content of the file {@code id} from its start, read piece by piece; the first one now, so
   * that what cannot be read is refused before its reader has promised it to anybody.
   */
  public InputStream open(TenantId tenant, String id) {
    PieceStream content = new PieceStream(store, get(tenant, id));
    try {
      content.begin();
    } catch (IOException deleted) {
      throw gone(id);
    }
    return content;
  }

  /** The bytes of the file {@code id} from {@code from} on, {@code length} or up to its end. */
  public byte[] read(TenantId tenant, String id, long from, int length) {
    StoredFile file = get(tenant, id);
    try (PieceStream in = new PieceStream(store, file)) {
      in.seek(from);
      return in.readNBytes(length);
    } catch (IOException deleted) {
      throw gone(id);
    }
  }

  /**
   * Removes some files that have expired and are not needed, and what uploads left that never came
   * to their end. Until then an expired file is there. One that cannot be removed, or that a batch
   * still reads, holds up no other.
   *
   * @throws StoreException if the database is away
   */
  public void sweep() {
    long now = wall.millis();
    int left = SWEEP;
    List<StoredFile> page = store.expired(now, null, SWEEP);
    while (!page.isEmpty() && left > 0) {
      List<String> ids = page.stream().map(StoredFile::id).toList();
      left -= sweep(ids, now);
      page = store.expired(now, page.get(page.size() - 1), SWEEP);
    }
    long begun = now - LONGEST_UPLOAD.toMillis();
    var unused = sweep(store.leftovers(begun, SWEEP + aside.ids(now).size()), now);
  }

  private int sweep(List<String> ids, long now) {
    List<String> left = aside.ids(now);
    int removed = 0;
    for (String id : ids) {
      if (!left.contains(id)) {
        removed += aside.each(List.of(id), now, any -> remove(id) == Hiding.DONE ? 1 : 0);
      }
    }
    return removed;
  }

  /** Hides the file {@code id} and removes what there is of it, unless it is needed. */
  Hiding discard(String id) {
    return StoreException.told(() -> remove(id));
  }

  private Hiding remove(String id) {
    Hiding hiding = store.hide(id);
    if (hiding != Hiding.NEEDED) {
      store.remove(id);
    }
    return hiding;
  }

  private static FailureException gone(String id) {
    return Failure.ofParam(NOT_FOUND, "id", "There is no file '" + id + "'.").asException();
  }
}
