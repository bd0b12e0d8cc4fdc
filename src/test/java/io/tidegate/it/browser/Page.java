package io.tidegate.it.browser;

import static io.tidegate.it.browser.DevTools.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** One page: what is done to it, what it shows, and what it has complained of. */
public final class Page {

  private static final int HEIGHT = 860;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, Integer> KEYS =
      Map.of("Tab", 9, "Enter", 13, "Escape", 27, "Space", 32, "ArrowDown", 40);

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();
  private final DevTools tools;
  private final String session;
  private final URI site;
  private volatile boolean refusalsExpected;

  Page(DevTools tools, String session, URI site, Look look) {
    this.tools = tools;
    this.session = session;
    this.site = site;
    tools.listen(session, this::hear);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", JSON.createObjectNode());
    }
    look(look);
  }

  /** Sets the browser up as {@code look} says. */
  public void look(Look look) {
    ObjectNode media = JSON.createObjectNode();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", look.dark() ? "dark" : "light");
    send("Emulation.setEmulatedMedia", media);
    send(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", look.width())
            .put("height", HEIGHT)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    send(
        "Network.setUserAgentOverride",
        JSON.createObjectNode()
            .put("userAgent", "Mozilla/5.0 Chromium of a test")
            .put("acceptLanguage", look.language()));
  }

  /** Goes to an address of the site. */
  public void go(String path) {
    send("Page.navigate", JSON.createObjectNode().put("url", site.resolve(path).toString()));
    await("document.readyState === 'complete' && location.href !== 'about:blank'");
  }

  /** What {@code script} gives, an expression; a promise is waited for. */
  public JsonNode value(String script) {
    JsonNode result =
        send(
            "Runtime.evaluate",
            JSON.createObjectNode()
                .put("expression", script)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(script + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** All that can be read below {@code selector}; nothing where there is no such element. */
  public String text(String selector) {
    return value("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''").asText();
  }

  /** Waits until {@code script} is true, for half a minute. */
  public void await(String script) {
    await(script, PATIENCE);
  }

  /** Waits until {@code script} is true, for {@code time} at most. */
  public void await(String script, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (!value("Boolean(" + script + ")").asBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited for " + script + "; the page shows: " + text("body"));
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** Waits until {@code selector} shows a text that has {@code part} in it. */
  public void awaitText(String selector, String part) {
    await(
        "[...document.querySelectorAll(%s)].some(e => e.innerText.includes(%s))"
            .formatted(quoted(selector), quoted(part)));
  }

  /** Clicks the element, with the mouse, once it is there. */
  public void click(String selector) {
    String found = "document.querySelector(" + quoted(selector) + ")";
    await(found);
    JsonNode place =
        value(
            "(e => { e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
                + " return [b.x + b.width / 2, b.y + b.height / 2]; })("
                + found
                + ")");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          JSON.createObjectNode()
              .put("type", type)
              .put("x", place.path(0).asDouble())
              .put("y", place.path(1).asDouble())
              .put("button", "left")
              .put("clickCount", 1));
    }
  }

  /** Types {@code text} where the focus is. */
  public void type(String text) {
    send("Input.insertText", JSON.createObjectNode().put("text", text));
  }

  /** Presses a key: Tab, Enter, Escape, Space or ArrowDown. */
  public void press(String key) {
    String said = key.equals("Space") ? " " : key;
    ObjectNode event =
        JSON.createObjectNode()
            .put("key", said)
            .put("code", key)
            .put("windowsVirtualKeyCode", KEYS.get(key));
    if (key.equals("Enter")) {
      event.put("text", "\r");
    } else if (key.equals("Space")) {
      event.put("text", " ");
    }
    send("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyDown"));
    send("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyUp"));
  }

  /** Presses Tab until the element that has the focus fits {@code selector}. */
  public void tabTo(String selector) {
    for (int pressed = 0; pressed < 200; pressed++) {
      if (value("document.activeElement.matches(" + quoted(selector) + ")").asBoolean()) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError("no Tab leads to " + selector);
  }

  /** What axe finds that keeps people out, serious or worse, as a line each. */
  public List<String> barriers() {
    JsonNode found =
        value(
            Chromium.axe()
                + ";axe.run({resultTypes: ['violations']}).then(r => r.violations"
                + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                + ".map(v => v.id + ' ' + v.nodes.map(n => n.target + ': ' + n.failureSummary)))");
    List<String> lines = new ArrayList<>();
    found.forEach(line -> lines.add(line.asText()));
    return lines;
  }

  /** Errors in the console, exceptions, breaches of the policy, and requests to elsewhere. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Takes requests that fail from now on as what the test wants, and not as complaints. */
  public void expectRefusals() {
    refusalsExpected = true;
  }

  /** Cuts the page off from everything, or lets it reach everything again. */
  public void offline(boolean offline) {
    send(
        "Network.emulateNetworkConditions",
        JSON.createObjectNode()
            .put("offline", offline)
            .put("latency", 0)
            .put("downloadThroughput", -1)
            .put("uploadThroughput", -1));
  }

  /** The requests that the server refused, with their status. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** Keeps a picture of the whole page in {@code file}. */
  public void picture(Path file) {
    JsonNode size = value("[innerWidth, document.documentElement.scrollHeight]");
    ObjectNode request =
        JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true);
    request
        .putObject("clip")
        .put("x", 0)
        .put("y", 0)
        .put("width", size.path(0).asInt())
        .put("height", Math.min(size.path(1).asInt(), 2 * HEIGHT))
        .put("scale", 1);
    try {
      Files.createDirectories(file.getParent());
      Files.write(
          file,
          Base64.getDecoder()
              .decode(send("Page.captureScreenshot", request).path("data").asText()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private JsonNode send(String method, ObjectNode params) {
    return tools.send(session, method, params);
  }

  private void hear(String event, JsonNode params) {
    switch (event) {
      case "Runtime.exceptionThrown" -> complaints.add(params.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (params.path("type").asText().equals("error")) {
          complaints.add(params.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        JsonNode entry = params.path("entry");
        boolean network = entry.path("source").asText().equals("network");
        if (entry.path("level").asText().equals("error") && !(network && refusalsExpected)) {
          complaints.add(entry.path("text").asText() + " " + entry.path("url").asText());
        }
      }
      case "Network.requestWillBeSent" -> {
        String address = params.path("request").path("url").asText();
        if (!address.startsWith(site.toString()) && !address.startsWith("data:")) {
          complaints.add("request to elsewhere: " + address);
        }
      }
      case "Network.responseReceived" -> {
        JsonNode response = params.path("response");
        if (response.path("status").asInt() >= 400) {
          refusals.add(response.path("status").asInt() + " " + response.path("url").asText());
        }
      }
      default -> {
        // Whatever else happens on a page is of no interest.
      }
    }
  }

  private static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }
}
