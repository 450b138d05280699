package dev.fractal.client;

/**
 * Why a node that nobody interrupted has ended.
 *
 * @param orderly whether it was asked to and has handed over all its sessions
 * @param reason one sentence
 */
public record Departure(boolean orderly, String reason) {}
