package io.tidegate.it.security;

import static io.tidegate.it.security.Visitor.ADMIN;
import static io.tidegate.it.security.Visitor.OPERATOR;
import static io.tidegate.it.security.Visitor.VIEWER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of {@code access.txt}: what one operation answers to everybody.
 *
 * @param operation method and path, as {@code GET /v1/models/{id}}
 * @param whom whom it is for
 * @param status what those get who may
 */
record AccessRow(String operation, For whom, int status) {

  /** Whom an operation is for. */
  enum For {
    /** Tenants, by a token, or by a key whose scope has the operation. */
    TENANT,
    /** Tenants, by a token, or by any key. */
    ANY_KEY,
    /** Users of the roles admin, operator and viewer. */
    VIEW,
    /** Users of the roles admin and operator. */
    CHANGE,
    /** Users of the role admin. */
    ADMINISTER,
    /** All whom the server knows as users, whatever they may do. */
    USER,
    /** Everybody, whatever they show. */
    EVERYBODY
  }

  private static final Pattern ROW = Pattern.compile("(|~ )([A-Z_]+) (\\d{3}) ([A-Z]+ /\\S*)");

  private static final Set<Visitor> TENANTS =
      Set.of(Visitor.TENANT, Visitor.OTHER_TENANT, Visitor.ISSUED_KEY, Visitor.TOKEN_OF_TENANT);

  /** Known, but of no role. */
  private static final Set<Visitor> ROLELESS =
      Set.of(Visitor.NO_ROLE, Visitor.TOKEN_OF_TENANT, Visitor.TOKEN_OF_STRANGER);

  /** What {@code who} is to get. */
  int expected(Visitor who) {
    return switch (whom) {
      case TENANT -> byKey(who, inScope(who) ? status : 403);
      case ANY_KEY -> byKey(who, status);
      case VIEW -> byRole(who, Set.of(VIEWER, OPERATOR, ADMIN));
      case CHANGE -> byRole(who, Set.of(OPERATOR, ADMIN));
      case ADMINISTER -> byRole(who, Set.of(ADMIN));
      case USER -> isUser(who) ? status : 401;
      case EVERYBODY -> status;
    };
  }

  private int byKey(Visitor who, int scoped) {
    return switch (who) {
      case KEY_FROM_ELSEWHERE -> 403;
      case KEY_FOR_FILES, KEY_FOR_EMBEDDINGS -> scoped;
      default -> TENANTS.contains(who) ? status : 401;
    };
  }

  private boolean inScope(Visitor who) {
    return switch (who) {
      case KEY_FOR_FILES -> operation.contains("/v1/files");
      case KEY_FOR_EMBEDDINGS -> operation.endsWith("/embeddings");
      default -> true;
    };
  }

  private int byRole(Visitor who, Set<Visitor> roles) {
    Visitor role = role(who);
    if (role != null) {
      return roles.contains(role) ? status : 403;
    }
    return ROLELESS.contains(who) ? 403 : 401;
  }

  /** The user whose role {@code who} has, too; null for none. */
  private static Visitor role(Visitor who) {
    return switch (who) {
      case ADMIN, TOKEN_OF_ADMIN -> ADMIN;
      case OPERATOR, TOKEN_OF_OPERATOR -> OPERATOR;
      case VIEWER, TOKEN_OF_VIEWER -> VIEWER;
      default -> null;
    };
  }

  private static boolean isUser(Visitor who) {
    return role(who) != null || ROLELESS.contains(who);
  }

  /** The rows that begin with {@code mark}, by their operations. */
  static Map<String, AccessRow> read(String mark) throws IOException {
    Map<String, AccessRow> rows = new TreeMap<>();
    String name = "access.txt";
    try (InputStream in = requireNonNull(AccessRow.class.getResourceAsStream(name), name)) {
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
          if (!line.startsWith("#")) {
            throw new IllegalArgumentException(name + ": " + line);
          }
        } else if (row.group(1).equals(mark)) {
          rows.put(
              row.group(4),
              new AccessRow(
                  row.group(4), For.valueOf(row.group(2)), Integer.parseInt(row.group(3))));
        }
      }
    }
    return rows;
  }
}
