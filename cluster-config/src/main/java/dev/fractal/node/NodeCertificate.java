package dev.fractal.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;
import org.apache.pekko.pki.pem.PEMLoadingException;

/**
 * The directory {@code fractal.cluster.tls-directory}: what a node proves to the others, and what
 * it asks of them. The files have the names of a Kubernetes secret and are read again while it
 * runs.
 */
record NodeCertificate(Path directory) {
  private static final String KEY = "tls.key";
  private static final String CERTIFICATE = "tls.crt";
  private static final String AUTHORITY = "ca.crt";
  private static final String SSL = "pekko.remote.artery.ssl.";
  private static final String ENGINE =
      "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider";
  private static final String MAKE = "bin/make-certificates makes it";

  /** Nothing when nodes talk in plain text. */
  static Optional<NodeCertificate> of(Config whole) {
    var directory = whole.getString("fractal.cluster.tls-directory");
    return directory.isEmpty()
        ? Optional.empty()
        : Optional.of(new NodeCertificate(Path.of(directory).toAbsolutePath()));
  }

  /** The configuration with mutual TLS if it names certificates, else as it is. */
  static Config applied(Config whole) {
    return of(whole).map(found -> found.remoting().withFallback(whole)).orElse(whole);
  }

  private Config remoting() {
    var engine = SSL + "rotating-keys-engine.";
    return ConfigFactory.parseMap(
        Map.of(
            "pekko.remote.artery.transport",
            "tls-tcp",
            SSL + "ssl-engine-provider",
            ENGINE,
            engine + "key-file",
            place(KEY),
            engine + "cert-file",
            place(CERTIFICATE),
            engine + "ca-cert-file",
            place(AUTHORITY)),
        "fractal.cluster.tls-directory");
  }

  private String place(String name) {
    return directory.resolve(name).toString();
  }

  /** One sentence for each mistake in the files. */
  List<String> mistakes(Instant now) {
    var found = new ArrayList<String>();
    var key = key(found);
    var certificate = certificate(CERTIFICATE, found);
    var authority = certificate(AUTHORITY, found);
    certificate.ifPresent(own -> dates(own, now, found));
    if (key.isPresent() && certificate.isPresent() && !fit(key.get(), certificate.get())) {
      found.add(
          "the key %s is not the RSA key of the certificate %s; make both together"
              .formatted(place(KEY), place(CERTIFICATE)));
    }
    if (certificate.isPresent()
        && authority.isPresent()
        && !isIssued(certificate.get(), authority.get())) {
      found.add(
          "the certificate %s was not issued by %s, so no other node would accept it; make it anew"
              .formatted(place(CERTIFICATE), place(AUTHORITY)));
    }
    return List.copyOf(found);
  }

  private Optional<PrivateKey> key(List<String> mistakes) {
    return text(KEY, mistakes)
        .flatMap(
            text -> {
              try {
                return Optional.of(DERPrivateKeyLoader.load(PEMDecoder.decode(text)));
              } catch (PEMLoadingException e) {
                mistakes.add(
                    "%s is not an RSA key in PEM without a password; %s"
                        .formatted(place(KEY), MAKE));
                return Optional.empty();
              }
            });
  }

  private Optional<X509Certificate> certificate(String name, List<String> mistakes) {
    return text(name, mistakes)
        .flatMap(
            text -> {
              try {
                var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                return Optional.of(
                    (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(in));
              } catch (GeneralSecurityException e) {
                mistakes.add("%s is not a certificate in PEM; %s".formatted(place(name), MAKE));
                return Optional.empty();
              }
            });
  }

  private Optional<String> text(String name, List<String> mistakes) {
    var file = directory.resolve(name);
    if (!Files.exists(file)) {
      mistakes.add(
          "%s is missing, which fractal.cluster.tls-directory promises; %s".formatted(file, MAKE));
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      mistakes.add(
          "%s cannot be read (%s); let the node's user read it"
              .formatted(file, e.getClass().getSimpleName()));
      return Optional.empty();
    }
  }

  private void dates(X509Certificate own, Instant now, List<String> mistakes) {
    try {
      own.checkValidity(Date.from(now));
    } catch (CertificateExpiredException e) {
      mistakes.add(
          "the certificate %s has expired at %s; make a new one"
              .formatted(place(CERTIFICATE), own.getNotAfter().toInstant()));
    } catch (CertificateNotYetValidException e) {
      mistakes.add(
          "the certificate %s is not valid before %s; look at this machine's clock"
              .formatted(place(CERTIFICATE), own.getNotBefore().toInstant()));
    }
  }

  private static boolean fit(PrivateKey key, X509Certificate certificate) {
    return key instanceof RSAKey own
        && certificate.getPublicKey() instanceof RSAKey shown
        && own.getModulus().equals(shown.getModulus());
  }

  private static boolean isIssued(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
