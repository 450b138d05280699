package dev.fractal.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A turn as it ended.
 *
 * @param result what the command line printed
 * @param requests how often the model server was asked for each call, by call key
 */
record TurnRun(JsonNode result, StoredSession session, Map<String, Integer> requests) {}
