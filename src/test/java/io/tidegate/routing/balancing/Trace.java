package io.tidegate.routing.balancing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Calls that were once made, or might have been, in the order of their arrival.
 *
 * @param calls when each came, how long it was, and with which blocks it began
 */
public record Trace(List<Arrival> calls) {

  /** The tokens of a block in every trace. */
  static final int BLOCK_TOKENS = 512;

  private static final String MOONCAKE = "mooncake-synthetic.jsonl";
  private static final String AZURE = "azure-conv-2023.csv";
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /**
   * One call.
   *
   * @param at nanoseconds from the trace's start
   * @param prompt its length and the ids of its whole blocks; equal ids are equal prefixes
   * @param output completion tokens
   */
  public record Arrival(long at, Prompt prompt, long output) {

    static Arrival of(long at, long input, long output, long[] blocks) {
      return new Arrival(at, Prompt.of(input, blocks, BLOCK_TOKENS, ""), output);
    }

    /** Prompt tokens. */
    public long input() {
      return prompt.tokens();
    }

    long[] blocks() {
      return prompt.blocks();
    }
  }

  public Trace {
    calls = List.copyOf(calls);
  }

  /** The same calls with {@code factor} times the time between them. */
  public Trace stretched(double factor) {
    return new Trace(
        calls.stream()
            .map(call -> new Arrival(Math.round(call.at() * factor), call.prompt(), call.output()))
            .toList());
  }

  /** The prompt tokens that come in a second. */
  public double tokensPerSecond() {
    long tokens = calls.stream().mapToLong(Arrival::input).sum();
    return tokens * 1e9 / calls.get(calls.size() - 1).at();
  }

  /** Where the public traces lie on this machine, if they do: see bench/README.md. */
  public static Optional<Path> folder() {
    String said = System.getProperty("TIDEGATE_TRACES", System.getenv("TIDEGATE_TRACES"));
    Path folder = Path.of(said == null ? "../shared/data" : said);
    return Files.isReadable(folder.resolve(MOONCAKE)) && Files.isReadable(folder.resolve(AZURE))
        ? Optional.of(folder)
        : Optional.empty();
  }

  /** The synthetic trace of Mooncake: Apache-2.0, kvcache-ai/Mooncake. */
  public static Trace mooncake(Path folder) {
    return new Trace(lines(folder.resolve(MOONCAKE), Trace::mooncakeLine));
  }

  /** Azure's conversation trace of 2023: CC-BY 4.0, Microsoft Azure, AzurePublicDataset. */
  public static Trace azure(Path folder) {
    List<String[]> rows = lines(folder.resolve(AZURE), line -> line.strip().split(",", -1));
    List<Arrival> calls = new ArrayList<>();
    LocalDateTime start = time(rows.get(1)[0]);
    for (String[] row : rows.subList(1, rows.size())) {
      long at = Duration.between(start, time(row[0])).toNanos();
      calls.add(Arrival.of(at, Long.parseLong(row[1]), Long.parseLong(row[2]), new long[0]));
    }
    return new Trace(calls);
  }

  private static Arrival mooncakeLine(String line) {
    // Its numbers come in a fixed order: timestamp, input, output, then the blocks' ids.
    Matcher numbers = NUMBER.matcher(line);
    long[] values = numbers.results().mapToLong(found -> Long.parseLong(found.group())).toArray();
    long[] blocks = new long[(int) (values[1] / BLOCK_TOKENS)];
    System.arraycopy(values, 3, blocks, 0, blocks.length);
    return Arrival.of(values[0] * 1_000_000, values[1], values[2], blocks);
  }

  private static LocalDateTime time(String stamp) {
    return LocalDateTime.parse(stamp.replace(' ', 'T'));
  }

  private static <T> List<T> lines(Path file, Function<String, T> parse) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> !line.isBlank()).map(parse).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
