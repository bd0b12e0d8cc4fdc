package io.tidegate.files;

import static io.tidegate.files.FilesFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

final class FilesPropertyTest {

  private static final FilesFixture FIXTURE = new FilesFixture();

  @AfterContainer
  static void close() {
    FIXTURE.close();
  }

  /** Around the borders of pieces, where mistakes are. */
  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.integers()
        .between(0, 3)
        .flatMap(
            pieces ->
                Arbitraries.oneOf(
                        Arbitraries.integers().between(-3, 3),
                        Arbitraries.integers().between(0, FileStore.PIECE))
                    .map(more -> Math.max(0, pieces * FileStore.PIECE + more)));
  }

  @Property(tries = 40)
  void whatWasWrittenIsReadInWholeAndInPart(@ForAll("sizes") int size, @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    byte[] content = new byte[size];
    random.nextBytes(content);
    String id =
        FIXTURE
            .files
            .store(
                new NewFile(ANNA, Files.BATCH_OUTPUT, "out.jsonl", null),
                out -> {
                  for (int at = 0; at < size; ) {
                    int part = Math.min(size - at, 1 + random.nextInt(2 * FileStore.PIECE));
                    out.write(content, at, part);
                    at += part;
                  }
                })
            .id();
    try {
      assertThat(FIXTURE.files.get(ANNA, id).bytes()).isEqualTo(size);
      assertThat(whole(id, random)).isEqualTo(content);
      for (int range = 0; range < 5; range++) {
        int from = random.nextInt(size + 2);
        int length = random.nextInt(size + 2);
        assertThat(FIXTURE.files.read(ANNA, id, from, length))
            .isEqualTo(
                Arrays.copyOfRange(content, Math.min(from, size), Math.min(size, from + length)));
      }
    } finally {
      FIXTURE.files.delete(ANNA, id);
    }
  }

  private static byte[] whole(String id, Random random) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream in = FIXTURE.files.open(ANNA, id)) {
      byte[] buffer = new byte[FileStore.PIECE];
      for (int part; (part = in.read(buffer, 0, 1 + random.nextInt(buffer.length))) >= 0; ) {
        read.write(buffer, 0, part);
      }
    }
    return read.toByteArray();
  }
}
