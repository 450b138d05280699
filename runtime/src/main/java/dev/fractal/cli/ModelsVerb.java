package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.fractal.model.provider.ModelConfig;
import dev.fractal.view.Json;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "models",
    description =
        "List the model providers, their keys and prices, and the models of new sessions.")
final class ModelsVerb extends Verb {
  /** It tells of the keys and settings of this process. */
  @Override
  boolean throughNode() {
    return false;
  }

  @Override
  int run(Invocation invocation) {
    var config = ConfigFactory.load();
    var models = read(config);
    var env = invocation.env();
    var providers = ProviderLine.all(models, env.variables());
    var roles = RoleLine.all(models, CliSettings.read(config), env);
    return invocation.print(
        Report.ok(
            () -> json(providers, roles),
            () ->
                ProviderLine.table(providers, invocation.style())
                    + "\n"
                    + RoleLine.table(roles, invocation.style())));
  }

  private static ModelConfig read(Config config) {
    try {
      return ModelConfig.read(config);
    } catch (ConfigException e) {
      throw new CliException("BadConfiguration", "configuration: " + e.getMessage(), Exit.ERROR);
    }
  }

  private static ObjectNode json(List<ProviderLine> providers, List<RoleLine> roles) {
    var json = Json.object();
    json.set("providers", Json.array(providers, ProviderLine::json));
    json.set("roles", Json.array(roles, RoleLine::json));
    return json;
  }
}
