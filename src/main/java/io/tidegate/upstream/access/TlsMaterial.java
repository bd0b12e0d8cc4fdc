package io.tidegate.upstream.access;

import io.tidegate.settings.SettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates and keys from PEM files, and the TLS context made of them. Errors name the setting
 * and the file, never what is in it. For one thread.
 */
final class TlsMaterial {

  /**
   * A file and the setting that names it.
   *
   * @param key the setting
   * @param path where the file lies
   */
  record PemFile(String key, String path) {}

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** The password of a store that never leaves the heap. */
  private static final char[] NONE = new char[0];

  private TrustManager[] trust;
  private KeyManager[] identity;

  /** Trusts the authorities in {@code file}, and no others. */
  void trust(String key, String file) {
    PemFile pem = new PemFile(key, file);
    List<X509Certificate> authorities = certificates(pem);
    try {
      KeyStore store = empty();
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      trust = factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException broken) {
      throw new SettingException(key, "cannot be used: " + file);
    }
  }

  /** Shows the first certificate in {@code chain}, whose key is in {@code key}. */
  void identify(PemFile chain, PemFile key) {
    List<X509Certificate> certificates = certificates(chain);
    PrivateKey secret = privateKey(key, certificates.get(0).getPublicKey().getAlgorithm());
    try {
      KeyStore store = empty();
      store.setKeyEntry("node", secret, NONE, certificates.toArray(new Certificate[0]));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NONE);
      identity = factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException broken) {
      throw new SettingException(
          key.key(), "does not belong to the certificate in " + chain.path() + ": " + key.path());
    }
  }

  /** A context of what was read; whom it trusts by default if nothing was said of that. */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity, trust, null);
      return context;
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NONE);
    return store;
  }

  private static List<X509Certificate> certificates(PemFile file) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      byte[] text = text(file).getBytes(StandardCharsets.ISO_8859_1);
      for (Certificate one :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text))) {
        certificates.add((X509Certificate) one);
      }
    } catch (GeneralSecurityException broken) {
      certificates.clear();
    }
    if (certificates.isEmpty()) {
      throw new SettingException(file.key(), "has no certificate in PEM form: " + file.path());
    }
    return certificates;
  }

  private static PrivateKey privateKey(PemFile file, String algorithm) {
    Matcher key = PRIVATE_KEY.matcher(text(file));
    if (!key.find()) {
      throw new SettingException(
          file.key(),
          "has no key in the form of PKCS #8 without a password (openssl pkcs8 -topk8 -nocrypt): "
              + file.path());
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(key.group(1));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException other) {
      throw new SettingException(
          file.key(), "has no key for a certificate of " + algorithm + ": " + file.path());
    }
  }

  private static String text(PemFile file) {
    try {
      return Files.readString(Path.of(file.path()), StandardCharsets.ISO_8859_1);
    } catch (IOException | InvalidPathException unreadable) {
      throw new SettingException(file.key(), "cannot be read: " + file.path());
    }
  }
}
