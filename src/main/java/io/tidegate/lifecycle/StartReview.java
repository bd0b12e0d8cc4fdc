package io.tidegate.lifecycle;

import io.tidegate.settings.ActiveSetting;
import io.tidegate.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a start finds to be less safe than it could be, a line each; nothing of it ends the start.
 * Values of secrets are in no line.
 */
final class StartReview {

  private static final Pattern SECRET_FILE =
      Pattern.compile(".*\\.(?:[a-z-]*(?:key|secret|password)-file|admin-file|node-file)");
  private static final Set<String> KNOWN_PASSWORDS =
      Set.of("admin", "change-me", "changeit", "liberty", "password", "secret", "tidegate");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.[0-9.]+|\\[?(?:::1|0:0:0:0:0:0:0:1)]?");

  private final Settings settings;
  private final List<String> lines = new ArrayList<>();

  private StartReview(Settings settings) {
    this.settings = settings;
  }

  /** What is to be said of {@code settings}, after everybody has read them. */
  static List<String> of(Settings settings) {
    StartReview review = new StartReview(settings);
    review.settings.active().forEach(review::file);
    review.database();
    review.broker();
    review.cluster();
    review.rules();
    return List.copyOf(review.lines);
  }

  /** What is to be said of a server that listens at {@code places} without TLS. */
  static Optional<String> ofCleartext(List<String> places) {
    List<String> beyond = places.stream().filter(place -> !onThisMachine(place)).toList();
    return beyond.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "HTTP without TLS is open beyond this machine at "
                + String.join(", ", beyond)
                + ": keys and prompts can be read on the way, unless only a proxy of yours reaches"
                + " it. http.host=localhost closes it, https.host=* opens HTTPS");
  }

  /**
   * What is to be said of a server that takes {@code connections} of clients, when its process may
   * have {@code files} open: a connection is one, and the one to a node that serves it another.
   *
   * @param files below 1 if nobody can tell
   */
  static Optional<String> ofFiles(long connections, long files) {
    return files < 1 || files >= 2 * connections
        ? Optional.empty()
        : Optional.of(
            "this process may have "
                + files
                + " files open, too few for http.max-connections="
                + connections
                + ": allow it "
                + 2 * connections
                + " (LimitNOFILE, ulimit -n), or lower http.max-connections to "
                + files / 2);
  }

  private static boolean onThisMachine(String place) {
    String host = place.substring(0, place.lastIndexOf(':'));
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  private void file(ActiveSetting setting) {
    if (setting.value() == null || !SECRET_FILE.matcher(setting.key()).matches()) {
      return;
    }
    if (readByAll(setting.value())) {
      String what = "names a file that every user of this machine can read: ";
      say(setting.key(), what + setting.value());
    }
  }

  /** False where it is not there yet, or nobody can tell: who needs it complains. */
  private static boolean readByAll(String file) {
    try {
      return Files.getPosixFilePermissions(Path.of(file)).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | InvalidPathException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  private void database() {
    String key = "tidegate.database.password";
    String password = settings.text(key).orElse("");
    if (settings.text("tidegate.database.url").orElse("").startsWith("jdbc:postgresql:")) {
      password(key, password);
    }
  }

  private void broker() {
    String key = "tidegate.broker.password";
    if (settings.text("tidegate.broker.url").isPresent()) {
      password(key, settings.text(key).orElse(""));
    }
  }

  private void password(String key, String password) {
    if (password.isEmpty()) {
      say(key, "is empty: whoever reaches the server behind it can use it");
    } else if (KNOWN_PASSWORDS.contains(password.toLowerCase(Locale.ROOT))) {
      say(key, "is one that everybody tries first");
    }
  }

  private void cluster() {
    boolean enabled = settings.text("tidegate.cluster.enabled").map("true"::equals).orElse(false);
    String own = settings.text("tidegate.cluster.address").orElse("");
    if (!enabled || LOOPBACK.matcher(own).matches()) {
      return;
    }
    boolean secret =
        settings.text("tidegate.cluster.secret").isPresent()
            || settings.text("tidegate.cluster.secret-file").isPresent();
    say(
        "tidegate.cluster.enabled",
        (secret ? "opens a port without encryption" : "opens a port without encryption or password")
            + ": let nobody but the other servers reach it"
            + (secret ? "" : ", and set tidegate.cluster.secret"));
  }

  private void rules() {
    if (settings.list("tidegate.api.allowed-origins").contains("*")) {
      say("tidegate.api.allowed-origins", "lets the pages of any site use the API");
    }
    if (settings.text("tidegate.webhooks.plain-http").map("true"::equals).orElse(false)) {
      say("tidegate.webhooks.plain-http", "lets webhooks go where they can be read on the way");
    }
  }

  private void say(String key, String what) {
    lines.add(key + " " + what);
  }
}
