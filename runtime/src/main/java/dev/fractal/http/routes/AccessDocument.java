package dev.fractal.http.routes;

/** Whether callers need a token, and what this one may do. */
public record AccessDocument(String authentication, String role) {}
