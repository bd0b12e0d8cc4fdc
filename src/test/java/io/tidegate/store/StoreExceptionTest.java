package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidegate.exchange.ErrorCode;
import io.tidegate.exchange.FailureException;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StoreExceptionTest {

  private final StoreException away =
      new StoreException(new IllegalStateException(new SQLException("SECRET")));

  @Test
  void becomesWhatAClientIsTold() {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(
            () ->
                StoreException.told(
                    () -> {
                      throw away;
                    }))
        .satisfies(
            told -> assertThat(told.failure().code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    assertThat(StoreException.<String>told(() -> "here")).isEqualTo("here");
  }

  @Test
  void namesWhatFailedWithoutItsWords() {
    assertThat(away.reason()).isEqualTo("java.sql.SQLException");
  }

  @Test
  void namesTheStateThatADatabaseTells() {
    SQLException wrong = new SQLException("FATAL: SECRET", "28P01");
    wrong.initCause(new IOException("SECRET"));

    assertThat(new StoreException(wrong).reason()).isEqualTo("java.io.IOException, SQLSTATE 28P01");
  }
}
