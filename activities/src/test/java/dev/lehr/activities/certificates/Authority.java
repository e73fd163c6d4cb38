package dev.lehr.activities.certificates;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that tests trust, and the certificates that it signs, as files. */
public final class Authority {

  private static final Duration LIFE = Duration.ofDays(1);

  private final String name;
  private final KeyPair keys;
  private final X509CertificateHolder certificate;
  private long issued = 1;

  private Authority(String name) {
    this.name = name;
    this.keys = pair();
    this.certificate = sign(name, keys, true);
  }

  /** A new one, which nobody else trusts, whatever its name. */
  public static Authority named(String name) {
    return new Authority(name);
  }

  /**
   * Somebody's files.
   *
   * @param certificate PEM
   * @param key PEM, PKCS #8, without a password
   * @param keyDer the same in DER, as PostgreSQL's driver wants it
   */
  public record Issued(Path certificate, Path key, Path keyDer) {}

  /** The authority's own certificate, PEM. */
  public Path certificate(Path directory) {
    return write(directory.resolve(name + ".crt"), pem(certificate));
  }

  /** Makes keys and a certificate for somebody, valid for the loopback address too. */
  public Issued issue(String subject, Path directory) {
    KeyPair pair = pair();
    X509CertificateHolder signed = sign(subject, pair, false);
    byte[] encoded = pair.getPrivate().getEncoded();
    String base64 = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    String key = "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    try {
      Path der = directory.resolve(subject + ".pk8");
      Files.write(der, encoded);
      Files.setPosixFilePermissions(der, PosixFilePermissions.fromString("rw-------"));
      return new Issued(
          write(directory.resolve(subject + ".crt"), pem(signed)),
          write(directory.resolve(subject + ".key"), key),
          der);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509CertificateHolder sign(String subject, KeyPair pair, boolean authority) {
    Instant now = Instant.now();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=" + name),
              BigInteger.valueOf(issued++),
              Date.from(now.minus(LIFE)),
              Date.from(now.plus(LIFE)),
              new X500Name("CN=" + subject),
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
              }));
      return builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
    } catch (CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(X509CertificateHolder holder) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(holder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static Path write(Path file, String text) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
