package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.model.PriceTable;
import dev.fractal.model.provider.ModelConfig;
import dev.fractal.model.provider.Provider;
import dev.fractal.view.Json;
import java.net.URI;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is configured of a provider.
 *
 * @param keyed whether the variable for its key is set; nobody is told to what
 */
record ProviderLine(Provider provider, ModelConfig.Server server, boolean keyed) {
  static List<ProviderLine> all(ModelConfig config, Map<String, String> variables) {
    return Arrays.stream(Provider.values())
        .map(
            provider -> {
              var server = config.server(provider);
              var key = variables.getOrDefault(server.keyVariable(), "");
              return new ProviderLine(provider, server, !key.isBlank());
            })
        .toList();
  }

  static String table(List<ProviderLine> lines, Style style) {
    var table = new Table(style, "PROVIDER", "BASE URL", "KEY", "PRICES");
    lines.forEach(
        line ->
            table.row(
                line.provider.word(),
                line.address(),
                line.server.keyVariable() + " " + line.key(),
                line.priced()));
    return table.render();
  }

  private String key() {
    if (keyed) {
      return "is set";
    }
    return provider.needsKey() ? "is not set" : "is not set, not needed";
  }

  /** Where the server is, without what a URL may say of its user. */
  private String address() {
    URI url = server.baseUrl();
    var port = url.getPort() < 0 ? "" : ":" + url.getPort();
    var path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getScheme() + "://" + url.getHost() + port + path;
  }

  private String priced() {
    var prices = server.prices().prices();
    return prices.values().stream()
        .map(PriceTable.Price::asOf)
        .min(LocalDate::compareTo)
        .map(oldest -> Wording.count(prices.size(), "model") + ", as of " + oldest)
        .orElse("unknown");
  }

  ObjectNode json() {
    var json =
        Json.object()
            .put("provider", provider.word())
            .put("baseUrl", address())
            .put("maxConcurrent", server.maxConcurrent());
    json.putObject("key")
        .put("variable", server.keyVariable())
        .put("present", keyed)
        .put("needed", provider.needsKey());
    var prices = json.putObject("prices").put("source", server.prices().source());
    var models = prices.putObject("models");
    new TreeMap<>(server.prices().prices())
        .forEach((model, price) -> models.set(model, price(price)));
    return json;
  }

  /** US dollars per million tokens. */
  static ObjectNode price(PriceTable.Price price) {
    var json =
        Json.object()
            .put("input", price.input())
            .put("cached", price.cached())
            .put("written", price.written())
            .put("output", price.output())
            .put("asOf", price.asOf().toString());
    price.upTo().ifPresent(tokens -> json.put("upTo", tokens));
    return json;
  }
}
