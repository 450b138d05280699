package dev.fractal.proof;

import java.util.Set;

/**
 * A turn whose process was killed and which another process brought to its end.
 *
 * @param asked calls whose request had come to the model server when the process was dead
 * @param answered calls whose result was in the journal then
 * @param dropped requests that the server had not answered then
 */
record KilledTurn(TurnRun end, Set<String> asked, Set<String> answered, int dropped) {}
