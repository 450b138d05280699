package dev.fractal.gate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets the text of a URL; every hop of a redirect is checked anew. Against names that change their
 * address between check and connection there are two defences: the JDK's client resolves through
 * the same cache as the check (30 s, unless {@code networkaddress.cache.ttl} says otherwise), and
 * an answer is dropped when the host then has an address that would have been refused. The request
 * itself may have gone out in the instant in which that cache entry ended.
 */
final class Fetcher implements AutoCloseable {
  private final GateSettings.Fetch settings;
  private final NameLookup lookup;
  private final HttpClient client;

  Fetcher(GateSettings.Fetch settings, NameLookup lookup) {
    this.settings = settings;
    this.lookup = lookup;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(settings.connectTimeout())
            .build();
  }

  Outcome<FetchedText> fetch(Territory territory, String url) {
    var gate = territory.capability().network();
    if (gate.isDenied()) {
      return new Outcome.Refused<>("this session may not use the network");
    }
    try {
      return new Outcome.Done<>(follow(new HostCheck(gate, lookup), parsed(url)));
    } catch (GateRefusal e) {
      return new Outcome.Refused<>(String.valueOf(e.getMessage()));
    } catch (GateFailure e) {
      return new Outcome.Failed<>(String.valueOf(e.getMessage()));
    }
  }

  private FetchedText follow(HostCheck hosts, URI first) throws GateRefusal, GateFailure {
    long end = System.nanoTime() + settings.deadline().toNanos();
    var url = first;
    for (int hop = 0; hop <= settings.maxRedirects(); hop++) {
      var response = hop(hosts, url, end);
      var location = response.headers().firstValue("Location");
      if (!isRedirect(response.statusCode()) || location.isEmpty()) {
        return text(url, response);
      }
      var next = url.resolve(parsed(location.get()));
      if ("https".equalsIgnoreCase(url.getScheme()) && "http".equalsIgnoreCase(next.getScheme())) {
        throw new GateRefusal("'" + url + "' redirects from https to http; that is not followed");
      }
      url = next;
    }
    throw new GateFailure(
        "'" + first + "' redirects more than " + settings.maxRedirects() + " times");
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private HttpResponse<byte[]> hop(HostCheck hosts, URI url, long end)
      throws GateRefusal, GateFailure {
    Set<InetAddress> checked = hosts.check(url);
    var response = send(url, Duration.ofNanos(end - System.nanoTime()));
    hosts.recheck(url, checked);
    return response;
  }

  private HttpResponse<byte[]> send(URI url, Duration left) throws GateFailure {
    if (!left.isPositive()) {
      throw late(url);
    }
    var request =
        HttpRequest.newBuilder(url).timeout(left).header("User-Agent", "fractal").GET().build();
    var body =
        HttpResponse.BodyHandlers.limiting(
            HttpResponse.BodyHandlers.ofByteArray(), settings.maxSize());
    var pending = client.sendAsync(request, body);
    try {
      return pending.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw cancelled(pending, late(url));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(pending, new GateFailure("the fetch of '" + url + "' was cancelled"));
    } catch (ExecutionException e) {
      throw failure(url, Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private static GateFailure cancelled(CompletableFuture<?> pending, GateFailure why) {
    pending.cancel(true);
    return why;
  }

  private GateFailure failure(URI url, Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return late(url);
    }
    var message = String.valueOf(cause.getMessage());
    return cause instanceof IOException && message.contains("body exceeds capacity")
        ? new GateFailure(
            "'" + url + "' has more than " + settings.maxSize() + " bytes; fetch a smaller part")
        : new GateFailure("'" + url + "' cannot be fetched: " + cause);
  }

  private GateFailure late(URI url) {
    return new GateFailure(
        "'" + url + "' did not answer within " + settings.deadline().toSeconds() + " s");
  }

  private static FetchedText text(URI url, HttpResponse<byte[]> response) {
    var type = response.headers().firstValue("Content-Type").orElse("");
    return new FetchedText(
        url.toString(), response.statusCode(), type, new String(response.body(), charset(type)));
  }

  private static Charset charset(String contentType) {
    int start = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
    if (start < 0) {
      return StandardCharsets.UTF_8;
    }
    int end = contentType.indexOf(';', start);
    var name = contentType.substring(start + 8, end < 0 ? contentType.length() : end);
    return Charset.forName(name.replace("\"", "").strip(), StandardCharsets.UTF_8);
  }

  private static URI parsed(String url) throws GateRefusal {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new GateRefusal("'" + url + "' is not a URL");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
