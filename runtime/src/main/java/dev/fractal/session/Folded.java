package dev.fractal.session;

import dev.fractal.protocol.event.SessionEvent;

/** An event with the state that it leads to, so that it need not be folded twice. */
record Folded(SessionEvent event, SessionState state) {}
