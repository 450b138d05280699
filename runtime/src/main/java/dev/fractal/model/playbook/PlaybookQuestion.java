package dev.fractal.model.playbook;

import dev.fractal.model.ModelRequest;

/**
 * What a clause's conditions look at.
 *
 * @param newest the newest message
 * @param step n-th model call of the turn, from 1
 * @param attempt n-th attempt of the call, from 1
 */
public record PlaybookQuestion(String newest, ModelRequest.Role role, int step, int attempt) {
  public static PlaybookQuestion of(ModelRequest request) {
    return new PlaybookQuestion(
        request.newest(), request.role(), request.step(), request.attempt());
  }
}
