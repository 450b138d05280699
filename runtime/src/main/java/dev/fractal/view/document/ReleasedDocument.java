package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ReleaseReport.Verdict;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.util.Optional;

/** What came of a release. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReleasedDocument(
    SessionId sessionId,
    SessionStatus status,
    Verdict verdict,
    ErrorDocument reason,
    String finding,
    Optional<HeadId> head) {}
