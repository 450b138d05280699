package dev.fractal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.SessionId;
import dev.fractal.remote.RemoteNode;
import dev.fractal.view.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * The events of a session as a running node tells them.
 *
 * @param patient whether a node that cannot be reached may come back, or is a mistake
 */
record EventTail(URI node, Optional<String> token, boolean patient) {
  private static final int OK = 200;

  /**
   * Follows a session until its listener has seen enough, the node is gone or somebody interrupts.
   *
   * @param listener true when it has seen enough
   * @return whether there is no reason to look again
   */
  boolean follow(
      SessionId session, long after, Predicate<JsonNode> listener, CountDownLatch interrupted) {
    var request =
        HttpRequest.newBuilder(
            RemoteNode.address(
                node, "/v1/sessions/" + session + "/events?follow=true&after=" + after));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    try (var client = HttpClient.newHttpClient()) {
      var response = client.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
      var ender = Thread.ofVirtual().start(() -> endWith(interrupted, client));
      try (var body = response.body()) {
        return response.statusCode() == OK
            ? lines(body, listener)
            : refused(response.statusCode(), body);
      } finally {
        ender.interrupt();
        client.shutdownNow();
      }
    } catch (ConnectException e) {
      if (!patient) {
        throw new CliException(
            "NodeUnreachable",
            "the node at " + node + " cannot be reached; does it run? name another one with --url",
            Exit.ERROR);
      }
      return interrupted.getCount() == 0;
    } catch (IOException e) {
      return interrupted.getCount() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static boolean lines(InputStream body, Predicate<JsonNode> listener) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isEmpty() && listener.test(Json.parsed(line))) {
        return true;
      }
    }
    return false;
  }

  private static boolean refused(int status, InputStream body) throws IOException {
    var problem = Json.parsed(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    var kind = problem.path("type").asText().replaceFirst("^.*:", "");
    throw new CliException(
        kind,
        Remote.sentence(kind, problem.path("detail").asText("the node answered " + status)),
        kind.equals("UnknownSession") ? Exit.UNKNOWN_SESSION : Exit.ERROR);
  }

  private static void endWith(CountDownLatch interrupted, HttpClient client) {
    try {
      interrupted.await();
      client.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
