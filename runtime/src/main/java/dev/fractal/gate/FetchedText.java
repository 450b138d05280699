package dev.fractal.gate;

/**
 * The answer to a fetch.
 *
 * @param url where the answer came from, after redirects
 * @param status the HTTP status, any
 * @param contentType as the server said, or empty
 */
public record FetchedText(String url, int status, String contentType, String text) {}
