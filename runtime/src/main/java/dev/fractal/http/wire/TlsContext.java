package dev.fractal.http.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS with the key of a PKCS12 file. */
public final class TlsContext {
  private TlsContext() {}

  public static SSLContext of(HttpConfig.Keystore keystore) {
    var password = keystore.password().toCharArray();
    try (var in = Files.newInputStream(keystore.file())) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password);
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new HttpStartException(
          "the keystore "
              + keystore.file()
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + "); fractal.http.tls needs a PKCS12 file and its password",
          e);
    }
  }
}
