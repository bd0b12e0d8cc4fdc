package io.tidegate.sealing;

import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Prints what it costs to seal a value and to open it, as processor time, which a busy machine
 * changes little. SHA-256 of the same bytes, which the gateway takes of each request that it looks
 * up, is measured in the same rounds for the ratio.
 */
public final class SealingCost {

  /** The bytes of a short question, a long one and a piece of a file. */
  private static final int[] SIZES = {1 << 10, 16 << 10, 256 << 10};

  private static final int ROUNDS = 7;
  private static final int BYTES_PER_ROUND = 20_000_000;
  private static final SealedPlace PLACE = new SealedPlace("job_request.body", "job_1");

  /** Keeps results from being optimised away. */
  private static long kept;

  private SealingCost() {}

  public static void main(String[] args) {
    byte[] key = new byte[SealingKey.BYTES];
    new Random(1).nextBytes(key);
    Sealing sealing = new Sealing(List.of(new SealingKey(key)), new SecureRandom());
    System.out.println("bytes    SHA-256 us  seal us  ratio  open us  ratio");
    for (int size : SIZES) {
      byte[] value = new byte[size];
      new Random(2).nextBytes(value);
      byte[] sealed = sealing.seal(PLACE, value);
      double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
      for (int round = 0; round < ROUNDS; round++) {
        best[0] = Math.min(best[0], micros(size, () -> digest(value)));
        best[1] = Math.min(best[1], micros(size, () -> sealing.seal(PLACE, value)));
        best[2] = Math.min(best[2], micros(size, () -> sealing.open(PLACE, sealed)));
      }
      System.out.printf(
          "%-8d %10.2f %8.2f %6.2f %8.2f %6.2f%n",
          size, best[0], best[1], best[1] / best[0], best[2], best[2] / best[0]);
    }
    System.out.println(kept == 0 ? "" : "(processor time, the best of " + ROUNDS + " rounds)");
  }

  private static double micros(int size, Supplier<byte[]> work) {
    int times = Math.max(100, BYTES_PER_ROUND / size);
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < times; i++) {
      kept += work.get().length;
    }
    long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    return (end - start) / 1e3 / times;
  }

  private static byte[] digest(byte[] value) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
