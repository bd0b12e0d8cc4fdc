package io.tidegate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws the table of {@code bench/overload.sh} as an SVG: the good calls over the offered ones,
 * both in shares of what the nodes can do, a panel for each kind of nodes. Arguments: table,
 * picture.
 */
final class Picture {

  private static final int WIDTH = 380;
  private static final int HEIGHT = 240;
  private static final int LEFT = 56;
  private static final int TOP = 56;
  private static final int GAP = 60;
  private static final int LEGEND = 64;
  private static final double MOST_GOOD = 1.1;
  private static final String[] COLOURS = {"#1d6fdc", "#3f8f3f", "#c2551c", "#7a4fb5"};
  private static final Map<String, String> PANELS = new LinkedHashMap<>();

  static {
    PANELS.put("load", "Nodes that refuse what is too much");
    PANELS.put("queue", "Nodes that let it wait");
    PANELS.put("streams", "Streams, nodes that refuse");
    PANELS.put("queue-streams", "Streams, nodes that let them wait");
  }

  private final Map<String, Map<String, TreeMap<Double, Double>>> panels = new LinkedHashMap<>();
  private final List<String> fronts = new ArrayList<>();
  private final StringBuilder svg = new StringBuilder();
  private double mostOffered = 1;

  private Picture(List<String> lines) {
    List<String> names = List.of(lines.get(0).split(",", -1));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      String part = cells[names.indexOf("part")];
      if (PANELS.containsKey(part)) {
        String front = cells[names.indexOf("front")];
        double capacity = Double.parseDouble(cells[names.indexOf("capacity")]);
        double offered = Double.parseDouble(cells[names.indexOf("offered")]) / capacity;
        double good = Double.parseDouble(cells[names.indexOf("good")]) / capacity;
        if (!fronts.contains(front)) {
          fronts.add(front);
        }
        mostOffered = Math.max(mostOffered, offered);
        panels
            .computeIfAbsent(part, name -> new LinkedHashMap<>())
            .computeIfAbsent(front, name -> new TreeMap<>())
            .put(offered, good);
      }
    }
    mostOffered = Math.ceil(2 * mostOffered) / 2;
  }

  /** Reads and writes. */
  public static void main(String[] arguments) throws IOException {
    Picture picture = new Picture(Files.readAllLines(Path.of(arguments[0])));
    if (picture.panels.isEmpty()) {
      System.err.println(arguments[0] + " has none of the parts " + PANELS.keySet());
      System.exit(1);
    }
    Files.writeString(Path.of(arguments[1]), picture.draw());
  }

  private String draw() {
    int width = LEFT + panels.size() * (WIDTH + GAP);
    int height = TOP + HEIGHT + LEGEND + 24;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"13\" fill=\"#24292f\">",
        width, height, width, height);
    add("<title>Good calls over offered calls, as shares of what the nodes can do</title>");
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
    int left = LEFT;
    for (Map.Entry<String, String> panel : PANELS.entrySet()) {
      if (panels.containsKey(panel.getKey())) {
        panel(left, panel.getValue(), panels.get(panel.getKey()));
        left += WIDTH + GAP;
      }
    }
    legend(height - 18);
    return svg.append("</svg>\n").toString();
  }

  private void panel(int left, String title, Map<String, TreeMap<Double, Double>> lines) {
    add("<text x=\"%d\" y=\"24\" font-weight=\"bold\">%s</text>", left, title);
    add("<text x=\"%d\" y=\"42\">answered within 2 s, share of the capacity</text>", left);
    for (int percent = 0; percent <= 100; percent += 25) {
      double y = y(percent / 100.0);
      add(
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#d0d7de\"/>",
          left, y, left + WIDTH, y);
      add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>", left - 6, y + 4, percent);
    }
    for (double load = 0; load <= mostOffered; load += 0.5) {
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x(left, load), TOP + HEIGHT + 18, load == Math.rint(load) ? (int) load : load);
    }
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">offered, times the capacity</text>",
        left + WIDTH / 2, TOP + HEIGHT + 38);
    // What can be had at most: all that is offered, and then all that the nodes can do.
    add(
        "<polyline points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f\" fill=\"none\" stroke=\"#8c959f\""
            + " stroke-dasharray=\"4 4\"/>",
        x(left, 0), y(0), x(left, 1), y(1), x(left, mostOffered), y(1));
    lines.forEach((front, points) -> line(left, colour(front), points));
  }

  private void line(int left, String colour, TreeMap<Double, Double> points) {
    StringBuilder path = new StringBuilder();
    points.forEach((offered, good) -> path.append(point(left, offered, good)).append(' '));
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"/>",
        path.toString().strip(), colour);
    points.forEach(
        (offered, good) ->
            add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>",
                x(left, offered), y(good), colour));
  }

  private void legend(int y) {
    int x = LEFT;
    for (String front : fronts) {
      add(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2.5\"/>",
          x, y - 4, x + 24, y - 4, colour(front));
      add("<text x=\"%d\" y=\"%d\">%s</text>", x + 30, y, front);
      x += 130;
    }
    add(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#8c959f\" stroke-dasharray=\"4"
            + " 4\"/>",
        x, y - 4, x + 24, y - 4);
    add("<text x=\"%d\" y=\"%d\">the most that can be had</text>", x + 30, y);
  }

  private String colour(String front) {
    return COLOURS[fronts.indexOf(front) % COLOURS.length];
  }

  private String point(int left, double offered, double good) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x(left, offered), y(good));
  }

  private double x(int left, double offered) {
    return left + WIDTH * offered / mostOffered;
  }

  private static double y(double good) {
    return TOP + HEIGHT * (1 - Math.min(good, MOST_GOOD) / MOST_GOOD);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
