package io.tidegate.files;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A row for each piece of a file; pieces are counted from 0. */
@Entity
@Cacheable(false)
@Table(name = "file_piece")
@IdClass(JpaFilePiece.Key.class)
class JpaFilePiece {

  /** What a piece is found by. */
  record Key(String file, int piece) {}

  @Id
  @Column(name = "file_id")
  private String file;

  @Id private int piece;

  /** Read by queries only, so that no piece stays in memory with its row. */
  byte[] content;

  /** For JPA. */
  JpaFilePiece() {}

  JpaFilePiece(String file, int piece, byte[] content) {
    this.file = file;
    this.piece = piece;
    this.content = content;
  }
}
