package dev.fractal.model.provider;

import com.typesafe.config.ConfigUtil;
import dev.fractal.model.PriceTable;
import dev.fractal.model.PriceTable.Price;
import dev.fractal.settings.Block;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads the prices of a provider.
 *
 * @param table path of the table in the block, with a dot at its end
 */
record PriceReader(Block block, String table) {
  PriceTable read() {
    LocalDate written = date(table + "as-of");
    String models = table + "models";
    Map<String, Price> prices = new HashMap<>();
    for (String model : block.whole().getObject(block.root() + models).keySet()) {
      prices.put(model, price(models + "." + ConfigUtil.quoteString(model) + ".", written));
    }
    return new PriceTable(block.whole().getString(block.root() + table + "source"), prices);
  }

  /** An entry without a date is as old as its table; without a price for writing it is input. */
  private Price price(String entry, LocalDate written) {
    BigDecimal input = usd(entry + "input");
    return new Price(
        input,
        usd(entry + "cached"),
        has(entry + "written") ? usd(entry + "written") : input,
        usd(entry + "output"),
        has(entry + "up-to")
            ? OptionalLong.of(block.number(entry + "up-to", 1, Integer.MAX_VALUE))
            : OptionalLong.empty(),
        has(entry + "as-of") ? date(entry + "as-of") : written);
  }

  private boolean has(String key) {
    return block.whole().hasPath(block.root() + key);
  }

  private BigDecimal usd(String key) {
    BigDecimal price = new BigDecimal(block.whole().getNumber(block.root() + key).toString());
    if (price.signum() < 0) {
      throw block.bad(key, "must be zero or more, not " + price);
    }
    return price;
  }

  private LocalDate date(String key) {
    String date = block.text(key);
    try {
      return LocalDate.parse(date);
    } catch (DateTimeException notADate) {
      throw block.bad(key, "must be a date such as 2026-11-22, not '" + date + "'");
    }
  }
}
