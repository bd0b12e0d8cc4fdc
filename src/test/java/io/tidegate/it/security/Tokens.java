package io.tidegate.it.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** An OpenID provider as far as the gateway sees one: its public key by HTTP, and tokens. */
final class Tokens implements AutoCloseable {

  static final String AUDIENCE = "tidegate";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String KEY_ID = "k1";

  private final KeyPair keys = pair();
  private final KeyPair others = pair();
  private final HttpServer server;

  Tokens() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] jwks = jwks().getBytes(UTF_8);
    server.createContext(
        "/jwks",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, jwks.length);
          exchange.getResponseBody().write(jwks);
          exchange.close();
        });
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String jwksUri() {
    return issuer() + "/jwks";
  }

  /** A good token; {@code claims} are members of JSON, such as {@code "tenant":"anna"}. */
  String good(String claims) {
    return token(keys, issuer(), AUDIENCE, 300, claims);
  }

  String expired(String claims) {
    return token(keys, issuer(), AUDIENCE, -3600, claims);
  }

  String forged(String claims) {
    return token(others, issuer(), AUDIENCE, 300, claims);
  }

  String ofAnotherIssuer(String claims) {
    return token(keys, "http://elsewhere.example", AUDIENCE, 300, claims);
  }

  String forAnotherAudience(String claims) {
    return token(keys, issuer(), "somebody-else", 300, claims);
  }

  /** One that says that it needs no signature. */
  String unsigned(String claims) {
    return part("{\"alg\":\"none\"}") + "." + part(payload(issuer(), AUDIENCE, 300, claims)) + ".";
  }

  private static String payload(String issuer, String audience, long life, String claims) {
    long now = Instant.now().getEpochSecond();
    return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"somebody\",\"jti\":\"%s\",\"iat\":%d,\"exp\":%d,%s}"
        .formatted(
            // Who signs out ends the token, and so all that are the same.
            issuer,
            audience,
            UUID.randomUUID(),
            Math.min(now, now + life - 60),
            now + life,
            claims);
  }

  private static String token(
      KeyPair by, String issuer, String audience, long life, String claims) {
    String signed =
        part("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + KEY_ID + "\"}")
            + "."
            + part(payload(issuer, audience, life, claims));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(by.getPrivate());
      signature.update(signed.getBytes(UTF_8));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String jwks() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return """
    {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"%s","n":"%s","e":"%s"}]}\
    """
        .formatted(KEY_ID, number(key.getModulus()), number(key.getPublicExponent()));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static String part(String json) {
    return BASE64.encodeToString(json.getBytes(UTF_8));
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
