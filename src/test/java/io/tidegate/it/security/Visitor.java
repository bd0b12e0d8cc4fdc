package io.tidegate.it.security;

import static io.tidegate.it.security.SecuredServer.ANNAS_KEY;
import static io.tidegate.it.security.SecuredServer.BENS_KEY;
import static io.tidegate.it.security.SecuredServer.basic;
import static io.tidegate.it.security.SecuredServer.bearer;

/** Who asks, by what they show. */
enum Visitor {
  NOBODY,
  WRONG_KEY,
  WRONG_PASSWORD,
  TENANT,
  OTHER_TENANT,
  ISSUED_KEY,
  REVOKED_KEY,
  EXPIRED_KEY,
  REPLACED_KEY,
  KEY_FROM_ELSEWHERE,
  KEY_FOR_FILES,
  KEY_FOR_EMBEDDINGS,
  NO_ROLE,
  VIEWER,
  OPERATOR,
  ADMIN,
  TOKEN_OF_TENANT,
  TOKEN_OF_STRANGER,
  TOKEN_OF_VIEWER,
  TOKEN_OF_OPERATOR,
  TOKEN_OF_ADMIN,
  EXPIRED_TOKEN,
  FORGED_TOKEN,
  UNSIGNED_TOKEN,
  TOKEN_OF_OTHER_ISSUER,
  TOKEN_FOR_OTHER_AUDIENCE;

  /** What would let in everywhere. */
  private static final String ALL =
      "\"tenant\":\"anna\",\"groups\":[\"admin\",\"operator\",\"viewer\"]";

  /** The value of {@code Authorization}; null for none. */
  String authorization(SecuredServer server) {
    IssuedKeys keys = server.keys();
    Tokens tokens = server.tokens;
    return switch (this) {
      case NOBODY -> null;
      case WRONG_KEY -> bearer("sk-nobodys");
      case WRONG_PASSWORD -> basic("boss", "wrong");
      case TENANT -> bearer(ANNAS_KEY);
      case OTHER_TENANT -> bearer(BENS_KEY);
      case ISSUED_KEY -> bearer(keys.good);
      case REVOKED_KEY -> bearer(keys.revoked);
      case EXPIRED_KEY -> bearer(keys.expired);
      case REPLACED_KEY -> bearer(keys.replaced);
      case KEY_FROM_ELSEWHERE -> bearer(keys.fromElsewhere);
      case KEY_FOR_FILES -> bearer(keys.forFiles);
      case KEY_FOR_EMBEDDINGS -> bearer(keys.forEmbeddings);
      case NO_ROLE -> basic("passer-by");
      case VIEWER -> basic("onlooker");
      case OPERATOR -> basic("mechanic");
      case ADMIN -> basic("boss");
      case TOKEN_OF_TENANT -> bearer(tokens.good("\"tenant\":\"anna\""));
      case TOKEN_OF_STRANGER -> bearer(tokens.good("\"tenant\":\"nobody\""));
      case TOKEN_OF_VIEWER -> bearer(tokens.good("\"groups\":[\"viewer\"]"));
      case TOKEN_OF_OPERATOR -> bearer(tokens.good("\"groups\":[\"operator\"]"));
      case TOKEN_OF_ADMIN -> bearer(tokens.good("\"groups\":[\"admin\"]"));
      case EXPIRED_TOKEN -> bearer(tokens.expired(ALL));
      case FORGED_TOKEN -> bearer(tokens.forged(ALL));
      case UNSIGNED_TOKEN -> bearer(tokens.unsigned(ALL));
      case TOKEN_OF_OTHER_ISSUER -> bearer(tokens.ofAnotherIssuer(ALL));
      case TOKEN_FOR_OTHER_AUDIENCE -> bearer(tokens.forAnotherAudience(ALL));
    };
  }
}
