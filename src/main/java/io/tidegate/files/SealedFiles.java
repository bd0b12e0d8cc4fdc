package io.tidegate.files;

import static java.util.Objects.requireNonNull;

import io.tidegate.exchange.TenantId;
import io.tidegate.sealing.SealedPlace;
import io.tidegate.sealing.Sealing;
import java.util.List;

/** Files whose pieces are sealed, each by itself, before another store keeps them. Thread-safe. */
final class SealedFiles implements FileStore {

  private static final String PIECES = "file_piece.content";

  private final FileStore store;
  private final Sealing sealing;

  /** The files of {@code store}, sealed by {@code sealing}. */
  SealedFiles(FileStore store, Sealing sealing) {
    this.store = requireNonNull(store, "store");
    this.sealing = requireNonNull(sealing, "sealing");
  }

  @Override
  public void put(String id, int piece, byte[] content) {
    store.put(id, piece, sealing.seal(place(id, piece), content));
  }

  @Override
  public byte[] piece(String id, int piece) {
    byte[] stored = store.piece(id, piece);
    return stored == null ? null : sealing.open(place(id, piece), stored);
  }

  private static SealedPlace place(String id, int piece) {
    return new SealedPlace(PIECES, id + "/" + piece);
  }

  @Override
  public void begin(String id, TenantId tenant, long now) {
    store.begin(id, tenant, now);
  }

  @Override
  public boolean finish(StoredFile file) {
    return store.finish(file);
  }

  @Override
  public StoredFile find(TenantId tenant, String id) {
    return store.find(tenant, id);
  }

  @Override
  public List<StoredFile> list(Wanted wanted) {
    return store.list(wanted);
  }

  @Override
  public long total(TenantId tenant) {
    return store.total(tenant);
  }

  @Override
  public Hiding hide(String id) {
    return store.hide(id);
  }

  @Override
  public void remove(String id) {
    store.remove(id);
  }

  @Override
  public List<StoredFile> expired(long now, StoredFile after, int limit) {
    return store.expired(now, after, limit);
  }

  @Override
  public List<String> leftovers(long begun, int limit) {
    return store.leftovers(begun, limit);
  }
}
