package io.tidegate.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A private authority and what it has signed, made for one test by the JDK's keytool. */
public final class Certificates {

  private static final String PASSWORD = "only-for-tests";

  private final Path directory;
  private final Path file;

  /** An authority whose files lie in {@code directory}. */
  public Certificates(Path directory) {
    this.directory = directory;
    this.file = directory.resolve("all.p12");
    keytool("-alias", "authority", "-dname", "CN=authority", "-ext", "bc:c");
  }

  /** A certificate called {@code alias} for the host {@code name}, signed by the authority. */
  public Certificates sign(String alias, String name) {
    keytool(
        "-alias", alias, "-dname", "CN=" + name, "-ext", "san=dns:" + name, "-signer", "authority");
    return this;
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-validity", "2", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** The certificate {@code alias} as a PEM file. */
  public Path certificate(String alias) throws IOException, GeneralSecurityException {
    return pem(alias + ".crt", "CERTIFICATE", store().getCertificate(alias).getEncoded());
  }

  /** The key of {@code alias} as a PEM file. */
  public Path key(String alias) throws IOException, GeneralSecurityException {
    byte[] key = store().getKey(alias, PASSWORD.toCharArray()).getEncoded();
    return pem(alias + ".key", "PRIVATE KEY", key);
  }

  /** TLS of a server that shows {@code alias} and trusts what the authority signed. */
  public SSLContext server(String alias) throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        alias,
        store().getKey(alias, PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        store().getCertificateChain(alias));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", store().getCertificate("authority"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore store() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private Path pem(String name, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
